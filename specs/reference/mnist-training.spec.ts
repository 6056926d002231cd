import { join } from 'node:path';
import { expect, test } from 'vitest';
import { quantize } from '../../src/compression/index.ts';
import { idx } from '../../src/datasets/index.ts';
import { subset } from '../../src/splits/index.ts';
import { startEngine } from '../../src/engine/index.ts';
import { evaluateAccuracy, evaluateCompression } from '../../src/evaluation/index.ts';
import { leNet5 } from '../../src/architectures/index.ts';
import { createRandom } from '../../src/random/index.ts';
import { standardTraining } from '../../src/training/index.ts';

const { DNN_DATA_DIR } = process.env;

/** For comparison, all 60,000 images give 98.6 % after 4 epochs and 98.8 % after 6. */
test.skipIf(!DNN_DATA_DIR)(
  'LeNet-5 learns MNIST from 6,400 images in four epochs, and keeps its accuracy at 8 bits (needs DNN_DATA_DIR)',
  { timeout: 60_000 },
  async () => {
    await startEngine();
    const { train, test: heldOut } = idx(join(DNN_DATA_DIR as string, 'mnist'));
    const classifier = leNet5({ itemShape: [28, 28, 1], classes: 10, seed: 1 });
    const first = subset(
      train,
      Int32Array.from({ length: 6400 }, (_, i) => i),
    );
    await standardTraining({ epochs: 4 }).fit(classifier, first, { random: createRandom(1) });
    const { value } = await evaluateAccuracy(classifier, heldOut);
    expect(value).toBeGreaterThan(0.94);
    const compressed = await evaluateCompression(classifier, heldOut, quantize(8));
    expect(Math.abs(compressed.accuracyAfter - value)).toBeLessThan(0.005);
    expect(compressed.agreement).toBeGreaterThan(0.99);
    expect(compressed.bytesAfter / compressed.bytesBefore).toBeLessThan(0.3);
  },
);
