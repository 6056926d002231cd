/**
 * Writes the signatures of the compiled kernels to `src/engine/wasm/kernels/signatures.ts`: name, parameters and comment of each
 * function that `src/engine/wasm/assembly/index.ts` exports.
 *
 *   node scripts/build-kernel-types.mjs [--check]    --check writes nothing and fails if the file does not match the assembly
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const assembly = 'src/engine/wasm/assembly';
const target = 'src/engine/wasm/kernels/signatures.ts';

/** TypeScript types of parameters and results, by their AssemblyScript types. */
const types = { usize: 'Pointer', i32: 'Int32', f32: 'Float32', f64: 'Float64', void: 'void' };

const signatures = `// Written by scripts/build-kernel-types.mjs from ../assembly.

/** An address in the kernels' memory, or a distance within it, in bytes: usize. */
export type Pointer = number;
/** A whole number: i32. */
export type Int32 = number;
/** A number rounded to f32. */
export type Float32 = number;
/** A number: f64. */
export type Float64 = number;

/** The compiled kernels. */
// oxfmt-ignore
export interface KernelModule {
${exportsOf('index.ts').map(groupOf).join('\n')}}
`;

const path = join(root, target);
const isCurrent = existsSync(path) && readFileSync(path, 'utf8') === signatures;
if (!process.argv.includes('--check')) {
  writeFileSync(path, signatures);
} else if (!isCurrent) {
  console.error(`${target} does not match ${assembly}.\nRun node scripts/build-kernel-types.mjs.`);
  process.exitCode = 1;
}

/** Returns the names that a file re-exports, by the file that defines them. */
function exportsOf(file) {
  const matches = read(file).matchAll(/^export \{ (.+) \} from '\.\/(.+)';$/gm);
  return Array.from(matches, ([, names, module]) => ({ file: `${module}.ts`, names: names.split(', ') }));
}

/** Returns the functions of a file in the order of their definition, after the file's opening comment. */
function groupOf({ file, names }) {
  const source = read(file);
  const header = source.match(/^(\/\/.*\n)+/)?.[0] ?? '';
  const functions = source.matchAll(/^(\/\*\*(?:(?!\*\/)[^])*\*\/\n)?export function (\w+)\(([^)]*)\): (\w+) \{$/gm);
  const exported = [...functions].filter(([, , name]) => names.includes(name));
  if (exported.length !== names.length)
    throw new Error(
      `${file} does not define ${names.join(', ')}.\nExpected an exported function with typed parameters for each.`,
    );
  const members = exported.map(([, comment = '', name, parameters, result]) => {
    const typed = parameters.replace(/: (\w+)/g, (_, type) => `: ${typeOf(type, file)}`);
    return `${comment}${name}(${typed}): ${typeOf(result, file)};\n`;
  });
  return indent(`// ${file}\n${header}\n${members.join('')}`);
}

function typeOf(type, file) {
  if (!Object.hasOwn(types, type))
    throw new Error(
      `${file}: a parameter or result has the type ${type}.\nExpected one of ${Object.keys(types).join(', ')}.`,
    );
  return types[type];
}

function indent(text) {
  return text.replace(/^(?=.)/gm, '  ');
}

function read(file) {
  return readFileSync(join(root, assembly, file), 'utf8');
}
