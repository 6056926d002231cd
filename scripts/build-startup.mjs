/**
 * Joins the modules that every worker of Vitest loads, also for tests without a model, into two files of a build: Node takes
 * milliseconds per module, in every worker.
 *
 *   node scripts/build-startup.mjs <build>
 *
 * `matchers/setup.js` becomes the whole of what follows Vitest's runner. The other modules that it imports are joined in
 * `src/startup.js`. Each of them then exports its names from there, so that its state exists once, however it is imported.
 */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, posix, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const [out] = process.argv.slice(2);
const setup = 'matchers/setup.ts';
/** Modules that need Vitest. Only the setup file imports them. */
const ofVitest = new Set([setup, 'matchers/pending/follow-runner.ts']);

const { metafile } = await bundle({ entryPoints: [setup], write: false, plugins: [outside(new Map())] });
const modules = Object.keys(metafile.inputs).filter((path) => !ofVitest.has(path));
const startup = 'src/startup.js';
const joined = new Map(modules.map((path) => [path, startup]));
await joinModules();
await bundle({ entryPoints: [setup], outfile: join(out, 'matchers/setup.js'), plugins: [outside(joined, 'matchers')] });
for (const path of ofVitest)
  if (path !== setup) for (const end of ['.js', '.js.map', '.d.ts']) rmSync(join(out, path.replace(/\.ts$/, end)));
const names = new Map(modules.map((path) => [path, passedOn(path)]));
for (const path of modules) pointTo(path, names.get(path));

/** Bundles the modules, and exports all their names. */
async function joinModules() {
  const names = modules.flatMap(namesOf);
  const twice = names.find((each, i) => names.indexOf(each) !== i);
  if (twice) throw new Error(`build-startup: two modules export "${twice}".\nExpected different names.\nRename one.`);
  const contents = modules.map((path) => `export * from './${path}';`).join('\n');
  await bundle({
    stdin: { contents, resolveDir: root, sourcefile: 'src/startup.ts' },
    outfile: join(out, startup),
    plugins: [outside(new Map())],
  });
}

function bundle(options) {
  const common = {
    absWorkingDir: root,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    metafile: true,
  };
  return build({ ...common, sourcemap: true, external: ['vitest'], logLevel: 'error', ...options });
}

/** Leaves imports of some modules to the file that holds them, and imports of others, such as the matchers, to Node. */
function outside(elsewhere, folder) {
  return {
    name: 'outside',
    setup: ({ onResolve }) =>
      onResolve({ filter: /^\./ }, ({ path, resolveDir, kind }) => {
        if (kind === 'dynamic-import') return { path: path.replace(/\.ts$/, '.js'), external: true };
        const target = elsewhere.get(relative(root, join(resolveDir, path)).replaceAll('\\', '/'));
        return target && { path: `./${posix.relative(folder, target)}`.replace('./../', '../'), external: true };
      }),
  };
}

/** Names that a compiled module declares and exports. */
function namesOf(path) {
  const text = compiled(path);
  if (/^export (default|\{)/m.test(text))
    throw new Error(
      `build-startup: ${path} has a default export, or a list of exports.\nExpected declarations with export.`,
    );
  return [...text.matchAll(/^export (?:async )?(?:const|let|function\*?|class) (\w+)/gm)].map(([, name]) => name);
}

/** These, and those of modules whose exports it passes on. */
function passedOn(path) {
  const others = [...compiled(path).matchAll(/^export \* from '([^']+)\.js'/gm)];
  return [...namesOf(path), ...others.flatMap(([, other]) => passedOn(`${posix.join(dirname(path), other)}.ts`))];
}

function compiled(path) {
  return readFileSync(fileOf(path), 'utf8');
}

function fileOf(path) {
  return join(out, path.replace(/\.ts$/, '.js'));
}

/** Makes a compiled module export its names from the file that holds it now. */
function pointTo(path, names) {
  const from = posix.relative(dirname(path), startup);
  rmSync(`${fileOf(path)}.map`);
  writeFileSync(fileOf(path), `export { ${names.join(', ')} } from '${from.startsWith('.') ? from : `./${from}`}';\n`);
}
