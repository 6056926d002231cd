import type { Engine } from '../contract.ts';
import { correct } from '../corrections/index.ts';
import { tf } from '../tensors.ts';

/** Starts the pure JavaScript engine, which runs everywhere but trains about a hundred times slower than the others. */
export async function startJavaScript(): Promise<Engine> {
  const { version_cpu: version } = await import('@tensorflow/tfjs-backend-cpu');
  await tf.setBackend('cpu');
  (tf.backend() as unknown as { firstUse: boolean }).firstUse = false; // skips its banner, which recommends another package
  correct('cpu');
  process.stderr.write(
    'vitest-dnn: engine "cpu" trains about a hundred times slower than "wasm", which needs no other package.\n',
  );
  return { name: 'cpu', version, threads: 1 };
}
