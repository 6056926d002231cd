/**
 * Makes the declarations of a build compile in every project, also with `skipLibCheck: false`.
 *
 * The declarations of TensorFlow.js do not. They refer to @webgpu/types, which contradicts the DOM types of TypeScript, and to types
 * of browsers, which a program for Node does not have. Some of them contradict themselves. This script copies those that ours name
 * into the folder `tensorflow` of the build, corrects the copy, and points our declarations to it.
 *
 *   node scripts/build-declarations.mjs <build>
 */
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const sources = join(root, 'scripts/tensorflow-types');
const [build] = process.argv.slice(2);

/** Folder of the copy by the package that it comes from. */
const folders = new Map([
  ['@tensorflow/tfjs-core', 'tensorflow/core'],
  ['@tensorflow/tfjs-layers', 'tensorflow/layers'],
]);
const platform = 'tensorflow/platform.d.ts';
const declared = /^export (?:type|interface|declare const) (\w+)/gm;
const platformNames = [...readFileSync(join(sources, 'platform.d.ts'), 'utf8').matchAll(declared)].map(
  ([, name]) => name,
);

/** Declarations that contradict themselves, by file: what to replace by what. */
const corrections = new Map([
  // the shape of a symbolic tensor may hold null, that of a ModelTensorInfo may not
  ['tensorflow/layers/engine/training.d.ts', [' implements tfc.InferenceModel', '']],
  // properties of other types, and optional ones, contradict this index signature
  ['tensorflow/layers/keras_format/types.d.ts', ['[key: string]: PyJsonValue;', '[key: string]: any;']],
]);

const copied = new Set();
const waiting = [...folders.values()].map((folder) => `${folder}/index.d.ts`);
while (waiting.length > 0) {
  const file = waiting.pop();
  if (copied.has(file)) continue;
  copied.add(file);
  const text = pointed(file, readFileSync(originalOf(file), 'utf8'), (target) => waiting.push(target));
  write(
    file,
    `// Copied from TensorFlow.js and changed by vitest-dnn.\n${platformImport(file, text)}${corrected(file, text)}`,
  );
}
for (const file of ['platform.d.ts', 'LICENSE']) cpSync(join(sources, file), join(build, 'tensorflow', file));
for (const entry of readdirSync(build, { recursive: true, encoding: 'utf8' })) {
  const file = entry.replaceAll('\\', '/');
  if (!file.endsWith('.d.ts') || file.startsWith('tensorflow/')) continue;
  const text = readFileSync(join(build, file), 'utf8');
  // the copy is an ES module, which programs for bundlers can only import
  const changed = pointed(file, text.replace(/\bimport (\w+) = require\(('[^']+')\)/g, 'import * as $1 from $2'));
  if (changed !== text) write(file, changed);
}

/**
 * Points the imports of a file that lead to the packages, or to neighbours of a copied file, to the copies. The copies are ES modules,
 * which a declaration may not require.
 */
function pointed(file, text, follow = () => {}) {
  return text
    .replace(/^import (\w+) = require\((.+)\);/gm, 'import * as $1 from $2;')
    .replace(/(\b(?:from|import|module)\s*\(?\s*)(['"])([^'"\n]+)\2/g, (whole, lead, quote, name) => {
      const target = copyOf(file, name);
      if (target === undefined) return whole;
      follow(target);
      return `${lead}${quote}${pathTo(file, target)}${quote}`;
    })
    .replace(/^\/\/\/ <(?:amd-module|reference) .*\n/gm, '');
}

/** The copy that an import leads to; undefined if it leads elsewhere. */
function copyOf(file, name) {
  const [, packageName, inPackage = '/dist/index'] = /^(@[^/]+\/[^/]+)(\/.+)?$/.exec(name) ?? [];
  const isCopy = file.startsWith('tensorflow/');
  if (!folders.has(packageName) && !(isCopy && name.startsWith('.'))) return undefined;
  const path = folders.has(packageName)
    ? inPackage.replace('/dist', folders.get(packageName))
    : posix.join(posix.dirname(file), name);
  const target = [`${path}.d.ts`, `${path}/index.d.ts`].find((candidate) => existsSync(originalOf(candidate)));
  if (target === undefined) throw new Error(`${file} imports ${name}, which has no declarations.`);
  return target;
}

function originalOf(file) {
  const [packageName, folder] = [...folders].find(([, candidate]) => file.startsWith(`${candidate}/`));
  return join(root, 'node_modules', packageName, file.replace(folder, 'dist'));
}

/** An import of the types of the platform that a file names in its code, or nothing. */
function platformImport(file, text) {
  const code = text.replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '');
  const names = platformNames.filter((name) => new RegExp(`(?<![.'\\w]|function )${name}\\b(?!['?]?:)`).test(code));
  return names.length === 0 ? '' : `import type { ${names.join(', ')} } from '${pathTo(file, platform)}';\n`;
}

function corrected(file, text) {
  const [wrong, right] = corrections.get(file) ?? ['', ''];
  if (!text.includes(wrong)) throw new Error(`${file} has changed: it lacks "${wrong}".`);
  return text.replace(wrong, right);
}

function pathTo(file, target) {
  const path = posix.relative(posix.dirname(file), target).replace(/\.d\.ts$/, '.js');
  return path.startsWith('.') ? path : `./${path}`;
}

function write(file, text) {
  mkdirSync(dirname(join(build, file)), { recursive: true });
  writeFileSync(join(build, file), text);
}
