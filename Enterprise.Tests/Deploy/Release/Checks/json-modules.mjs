// GitHub's parser imports its schema as bundlers allow and node does not: JSON without saying so.
import { readFile } from 'node:fs/promises';

export async function load(url, context, next) {
  if (!url.endsWith('.json')) return next(url, context);
  return { format: 'module', shortCircuit: true, source: `export default ${await readFile(new URL(url), 'utf8')}` };
}
