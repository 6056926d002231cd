import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, test } from 'vitest';
import { itemSize } from '../../src/splits/index.ts';
import { startEngine } from '../../src/engine/index.ts';
import { readReferences, type Reference } from './adversarial-golden.ts';
import { configured, figures, firstOf, share } from './agreement.ts';

beforeAll(() => startEngine());

const { DNN_DATA_DIR, DNN_PYTHON } = process.env;
const cases = ['plain', 'robust'].flatMap((network) =>
  ['fgsm', 'bim', 'pgd'].flatMap((attack) => [0.1, 0.3].map((epsilon) => ({ network, attack, epsilon }))),
);

describe('compared with torchattacks on the digits of scikit-learn', () => {
  matches(
    () => readReferences(fileURLToPath(new URL('golden', import.meta.url))),
    () => 0.99,
  );
});

describe.skipIf(!DNN_DATA_DIR || !DNN_PYTHON)(
  'compared with torchattacks on MNIST (needs DNN_DATA_DIR, and DNN_PYTHON with torch and torchattacks)',
  () => {
    const generate = async (): Promise<Reference[]> => {
      const folder = mkdtempSync(join(tmpdir(), 'attacks-'));
      const script = fileURLToPath(new URL('generators/attacks.py', import.meta.url));
      const options = ['--mnist', join(DNN_DATA_DIR as string, 'mnist'), '--output', folder];
      try {
        await promisify(execFile)(DNN_PYTHON as string, ['-P', script, ...options]);
        return readReferences(folder);
      } finally {
        rmSync(folder, { recursive: true });
      }
    };
    // Images with a plain background are full of ties, which float32 breaks at random; PyTorch in float32 sets the limit
    matches(generate, ({ float32Agreement }) => Math.min(0.99, float32Agreement - 0.02), 1_800_000);
  },
);

/** Demands, on equal weights and inputs, robust accuracy within half a point and a share of equal pixels (within 1e-4). */
function matches(
  open: () => Reference[] | Promise<Reference[]>,
  least: (reference: Reference) => number,
  timeout?: number,
): void {
  let references: Reference[];
  beforeAll(async () => {
    references = await open();
  }, timeout);

  test.for(cases)('$attack at $epsilon agrees on the $network network', async ({ network, attack: name, epsilon }) => {
    const reference = references.find(
      (entry) => entry.network === network && entry.attack === name && entry.epsilon === epsilon,
    ) as Reference;
    const { classifier } = reference;
    const split = firstOf(reference.split, reference.predicted.length);
    expect([...(await classifier.predictions(split))]).toEqual(reference.clean.slice(0, split.size));

    const attack = configured(name, reference.options);
    const { adversarial, correct, broken } = await attack.run(classifier, split, { epsilon, dropBroken: false });
    const items = Array.from(correct.keys());
    const ours = share(items, (item) => correct[item] === 1 && broken[item] === 0);
    const theirs = share(items, (item) => correct[item] === 1 && reference.predicted[item] === split.labels[item]);
    const pixels = Array.from(adversarial.keys()).filter((i) => correct[Math.floor(i / itemSize(split))]);
    const equal = share(pixels, (i) => Math.abs(adversarial[i] - reference.adversarial[i]) <= 1e-4);

    const said = figures(
      `${network} ${name} ${epsilon}: robust accuracy ${ours}, of torchattacks ${theirs}; ${(100 * equal).toFixed(2)} % of pixels equal`,
    );
    expect(Math.abs(ours - theirs), said).toBeLessThanOrEqual(0.005 + 1e-9);
    expect(equal, said).toBeGreaterThanOrEqual(least(reference));
  });
}
