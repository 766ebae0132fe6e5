// Verifies access tokens as another service would: keys from the JWKS of each host, kept for a while.
//   node verify.mjs ISSUER AUDIENCE CACHE_MILLISECONDS JWKS_URL...
// Reads lines "UNIX_MILLISECONDS TOKEN", answers each with "ok" or the code of the error.
import { createInterface } from 'node:readline';
import { createRemoteJWKSet, jwtVerify } from 'jose';

const [issuer, audience, cache, ...urls] = process.argv.slice(2);
// An unknown kid would be looked up again only after the cool-down of 30 seconds, longer than the test: what is verified is verified
// with what the cache had in time.
const sets = urls.map((url) => createRemoteJWKSet(new URL(url), { cacheMaxAge: Number(cache) }));

for await (const line of createInterface({ input: process.stdin })) {
  const [now, token] = line.split(' ');
  const options = { issuer, audience, typ: 'at+jwt', algorithms: ['ES256'], currentDate: new Date(Number(now)) };
  try {
    for (const keys of sets) await jwtVerify(token, keys, options);
    console.log('ok');
  } catch (error) {
    console.log(error.code ?? String(error));
  }
}
