/**
 * Bundles the program of worker threads: it starts in half the time of the hundreds of modules that it consists of.
 *
 *   node scripts/build-workers.mjs <folder> <kernels.wasm>     <folder>/worker.js and its parts; the kernels as a path from the folder
 */
import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const [folder, kernels] = process.argv.slice(2);
const place = "'./kernels.wasm'";

await build({
  absWorkingDir: dirname(dirname(fileURLToPath(import.meta.url))),
  entryPoints: ['src/workers/worker.ts'],
  outdir: folder,
  chunkNames: 'worker-[hash]',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  packages: 'external',
  minifyWhitespace: true,
  logLevel: 'error',
  plugins: [
    {
      name: 'kernels',
      setup: ({ onLoad }) =>
        onLoad({ filter: /engine[\\/]wasm[\\/]kernels[\\/]module\.ts$/ }, async ({ path }) => {
          const source = await readFile(path, 'utf8');
          if (!source.includes(place)) throw new Error(`build-workers: ${path} does not name ${place}.`);
          return { contents: source.replace(place, JSON.stringify(kernels)), loader: 'ts' };
        }),
    },
  ],
});
