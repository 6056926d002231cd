/**
 * Compiles the JSON schemas of the report: users then need no Ajv, and the reporter does not compile them in every run.
 *
 *   node scripts/build-schemas.mjs <build>
 *
 * Replaces `src/report/compiled-schemas.js` of the build by a module with the same check per schema.
 */
import { rmSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv } from 'ajv';
import standalone from 'ajv/dist/standalone/index.js';
import { build } from 'esbuild';

const [out] = process.argv.slice(2);
const file = resolve(out, 'src/report/compiled-schemas.js');
const { ajvOptions, schemas } = await import(file);
const shared = sharedParts(Object.values(schemas));
const ajv = new Ajv({ ...ajvOptions, code: { source: true, esm: true } });
for (const [part, name] of shared) ajv.addSchema(withReferences(part, part), name);
for (const [name, schema] of Object.entries(schemas)) ajv.addSchema(withReferences(schema), name);
const names = Object.fromEntries(Object.keys(schemas).map((name) => [name, name]));
const contents = `
${standalone.default(ajv, names)}
const checks = { ${Object.keys(schemas).join(', ')} };
export const checkOf = (name) => checks[name];`;
await build({
  stdin: { contents, resolveDir: dirname(dirname(fileURLToPath(import.meta.url))), sourcefile: 'compiled-schemas.js' },
  outfile: file,
  allowOverwrite: true,
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  minify: true,
  logLevel: 'error',
});
rmSync(`${file}.map`);

/** Names the large objects that several schemas hold, so that their code exists once. */
function sharedParts(wholes) {
  const seen = new Set();
  const parts = new Map();
  const visit = (value) => {
    if (typeof value !== 'object' || value === null || parts.has(value)) return;
    if (!seen.has(value)) {
      seen.add(value);
      Object.values(value).forEach(visit);
    } else if (JSON.stringify(value).length > 500) parts.set(value, `dnn:part${parts.size}`);
  };
  wholes.forEach(visit);
  return parts;
}

/** The schema, or a part itself, with references to the parts that it holds. */
function withReferences(value, itself) {
  if (typeof value !== 'object' || value === null) return value;
  if (shared.has(value) && value !== itself) return { $ref: shared.get(value) };
  if (Array.isArray(value)) return value.map((each) => withReferences(each, itself));
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, withReferences(each, itself)]));
}
