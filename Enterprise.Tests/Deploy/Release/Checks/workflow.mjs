// Reads a workflow as GitHub does. Prints one JSON value: { errors, workflow }.
import { readFileSync } from 'node:fs';
import { register } from 'node:module';
import { parse } from 'yaml';

register('./json-modules.mjs', import.meta.url);
const { NoOperationTraceWriter, convertWorkflowTemplate, parseWorkflow } = await import('@actions/workflow-parser');

const [path] = process.argv.slice(2);
const content = readFileSync(path, 'utf8');
const parsed = parseWorkflow({ name: path, content }, new NoOperationTraceWriter());
const errors = parsed.context.errors.getErrors().map((error) => error.message);
if (errors.length === 0) {
  const template = await convertWorkflowTemplate(parsed.context, parsed.value);
  errors.push(...(template.errors ?? []).map((error) => error.Message));
}
console.log(JSON.stringify({ errors, workflow: errors.length === 0 ? parse(content) : null }));
