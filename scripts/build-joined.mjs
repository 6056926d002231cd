/**
 * Joins modules of a build that are loaded together: Node takes milliseconds per module, in every worker of Vitest.
 *
 *   node scripts/build-joined.mjs <build>
 *
 * `matchers/setup.js` becomes the whole of what follows Vitest's runner. The other modules that it imports, which every worker
 * loads, are joined in `src/startup.js`; those that a spec of a model needs besides, in `src/library.js`, except those that a
 * configuration file needs too, in `src/common.js`, those of the entry point for texts, in `src/texts.js`, and those of the engine, in
 * `src/engine.js`. Each joined module then exports its names from there, so that its state exists
 * once, however it is imported.
 */
import { rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join, posix, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const [out] = process.argv.slice(2);
const setup = 'matchers/setup.ts';
/** Modules that need Vitest's runner. Only the setup file imports them. */
const ofVitest = new Set([setup, 'matchers/pending/follow-runner.ts']);
/** What specs import, and what the setup file imports at the first assertion. */
const library = ['src/index.ts', 'matchers/index.ts'];
/** What a configuration file imports. It must not load the tensor engine. */
const configuration = ['src/plugin.ts', 'reporters/index.ts', 'src/statistics.ts'];

/** The file that holds a joined module, by the module. */
const joined = new Map();
await joinModules(await modulesOf([setup], ofVitest), 'src/startup.js');
await bundle({ entryPoints: [setup], outfile: join(out, 'matchers/setup.js'), plugins: [outside('matchers')] });
for (const path of ofVitest)
  if (path !== setup) for (const end of ['.js', '.js.map', '.d.ts']) rmSync(join(out, path.replace(/\.ts$/, end)));
await joinCommon(library, configuration, 'src/common.js');
await joinCommon(library, ['src/text.ts'], 'src/texts.js');
await joinCommon(library, ['src/engine/index.ts'], 'src/engine.js');
await joinCommon(library, library, 'src/library.js');

/** Joins what both of these import. */
async function joinCommon(these, those, target) {
  const ofThese = new Set(await modulesOf(these, ofVitest));
  await joinModules(
    (await modulesOf(those, ofVitest)).filter((path) => ofThese.has(path)),
    target,
  );
}

/** Returns the modules that these import statically, and themselves, without those that are joined already. */
async function modulesOf(entryPoints, except) {
  const { metafile } = await bundle({ entryPoints, write: false, outdir: out, plugins: [outside('')] });
  return Object.keys(metafile.inputs).filter((path) => !except.has(path) && !path.startsWith('joined:'));
}

/** Joins modules in a file, and makes each compiled module export its names from there. */
async function joinModules(modules, target) {
  const exported = await namesOf(modules);
  const named = modules.map((path, at) => [path, exported.get(path).map((name) => [`${name}_${at}`, name])]);
  const contents = named.map(([path, names]) => {
    const swapped = names.map(([unique, name]) => [name, unique]);
    return names.length > 0 ? exportsFrom(`./${path}`, swapped) : `import './${path}';`;
  });
  await bundle({
    stdin: { contents: contents.join('\n'), resolveDir: root, sourcefile: target.replace(/\.js$/, '.ts') },
    outfile: join(out, target),
    plugins: [outside(dirname(target)), placed(target)],
  });
  for (const [path, names] of named) {
    const file = join(out, path.replace(/\.ts$/, '.js'));
    rmSync(`${file}.map`);
    writeFileSync(file, exportsFrom(posix.relative(dirname(path), target).replace(/^(?!\.)/, './'), names));
    joined.set(path, { target, names });
  }
}

/** A statement that exports names of a module, each as another name. */
function exportsFrom(module, names) {
  return `export { ${names.map(([name, as]) => `${name} as ${as}`).join(', ')} } from '${module}';\n`;
}

/** The names that each module exports, by the module. */
async function namesOf(modules) {
  const { metafile } = await bundle({
    ...{ entryPoints: modules, write: false, splitting: true, outdir: out, outbase: root },
    plugins: [outside('')],
  });
  return new Map(
    Object.values(metafile.outputs)
      .filter(({ entryPoint }) => entryPoint)
      .map(({ entryPoint, exports }) => [entryPoint, exports]),
  );
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
  return build({
    ...{ ...common, sourcemap: true, packages: 'external', ignoreAnnotations: true, logLevel: 'error' },
    ...options,
  });
}

/** Leaves imports of joined modules to the file that holds them, and dynamic imports to Node; `folder` is that of the output. */
function outside(folder) {
  const from = (target) => posix.relative(folder, target).replace(/^(?!\.)/, './');
  return {
    name: 'outside',
    setup: ({ onResolve, onLoad }) => {
      onResolve({ filter: /^\./, namespace: 'file' }, ({ path, resolveDir, kind }) => {
        const module = relative(root, join(resolveDir, path)).replaceAll('\\', '/');
        if (kind === 'dynamic-import') return { path: from(module.replace(/\.ts$/, '.js')), external: true };
        return joined.has(module) ? { path: module, namespace: 'joined' } : undefined;
      });
      onResolve({ filter: /./, namespace: 'joined' }, ({ path }) => ({ path, external: true }));
      onLoad({ filter: /./, namespace: 'joined' }, ({ path }) => {
        const { target, names } = joined.get(path);
        return { contents: exportsFrom(from(target), names) };
      });
    },
  };
}

/** Lets modules that look for files beside them find these from the file that holds the modules. */
function placed(target) {
  return {
    name: 'placed',
    setup: ({ onLoad }) =>
      onLoad({ filter: /\.ts$/ }, async ({ path }) => {
        const text = await readFile(path, 'utf8');
        if (!text.includes('import.meta.url')) return undefined;
        const module = relative(root, path).replaceAll('\\', '/').replace(/\.ts$/, '.js');
        const from = posix.relative(dirname(target), module);
        const url = `new URL('./${from}', import.meta.url).href`;
        return { contents: text.replaceAll('import.meta.url', url), loader: 'ts', resolveDir: dirname(path) };
      }),
  };
}
