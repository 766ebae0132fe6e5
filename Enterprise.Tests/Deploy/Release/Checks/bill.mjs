// Is standard input a bill of materials by the official schema of CycloneDX 1.6? Prints what is wrong, as one JSON value; null: nothing.
import { readFileSync } from 'node:fs';
import { Spec, Validation } from '@cyclonedx/cyclonedx-library';

const validator = new Validation.JsonStrictValidator(Spec.Version.v1dot6);
console.log(JSON.stringify(await validator.validate(readFileSync(0, 'utf8'))));
