// Compiles the WebAssembly engine's SIMD kernels (AssemblyScript) into the folder of their TypeScript callers, and into `dist` if
// it exists. The module imports the engine's memory and must store nothing there itself: no data, no stack. Fails if the committed
// signatures of the kernels do not match their sources.
import { execFileSync } from 'node:child_process';
import { copyFile, mkdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import asc from 'assemblyscript/asc';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const folder = 'src/engine/wasm/kernels';
const module = join(root, folder, 'kernels.wasm');

try {
  const check = [join(root, 'scripts/build-kernel-types.mjs'), '--check'];
  execFileSync(process.execPath, check, { stdio: 'inherit' });
} catch {
  process.exit(1);
}

const { error, stderr } = await asc.main([
  'src/engine/wasm/assembly/index.ts',
  ...['--baseDir', root, '--outFile', join(folder, 'kernels.wasm')],
  ...['--optimizeLevel', '3', '--shrinkLevel', '0', '--converge', '--noAssert', '--enable', 'simd'],
  ...['--runtime', 'stub', '--importMemory', '--initialMemory', '1', '--use', 'abort='],
]);
if (error) {
  console.error(`The kernels do not compile.\n${stderr}`);
  process.exit(1);
}

if (await stat(join(root, 'dist')).catch(() => undefined)) {
  const target = join(root, 'dist', folder, 'kernels.wasm');
  await mkdir(dirname(target), { recursive: true });
  await copyFile(module, target);
}
