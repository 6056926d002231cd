import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { autoAttack } from '../../src/attacks/index.ts';
import { idx } from '../../src/datasets/index.ts';
import { subset } from '../../src/splits/index.ts';
import { startEngine } from '../../src/engine/index.ts';
import type { Classifier } from '../../src/models/index.ts';
import { readNetworks } from './adversarial-golden.ts';

const { DNN_DATA_DIR, DNN_PYTHON, DNN_AUTO_ATTACK } = process.env;
/** Radii at which about half of the images survive; attacks differ most there. */
const cases = [
  { network: 'plain', epsilon: 0.12 },
  { network: 'robust', epsilon: 0.32 },
];
const size = 500;

/** Networks and figures of auto-attack take many minutes to compute, and are computed once. */
const cache = fileURLToPath(new URL('../../node_modules/.cache/vitest-dnn-reference/mnist', import.meta.url));

describe.skipIf(!DNN_DATA_DIR || !DNN_PYTHON || !DNN_AUTO_ATTACK)(
  'compared with auto-attack on MNIST (needs DNN_DATA_DIR, DNN_PYTHON with torch and torchattacks, and DNN_AUTO_ATTACK, a checkout of github.com/fra31/auto-attack)',
  () => {
    test.for(cases)(
      'autoAttack at $epsilon reaches the same robust accuracy on the $network network',
      { timeout: 0 },
      async (asked) => {
        const { network, epsilon } = asked;
        await startEngine();
        const classifier = await networkOf(network);
        const { test: images } = idx(join(DNN_DATA_DIR as string, 'mnist'));
        const split = subset(
          images,
          Int32Array.from({ length: size }, (_, item) => item),
        );
        const theirs = await referenceFigures(network, epsilon);
        const started = performance.now();
        const { correct, brokenBy } = await autoAttack.run(classifier, split, { epsilon, batchSize: 250 });
        const seconds = (performance.now() - started) / 1000;

        let standing = correct.reduce((sum, flag) => sum + flag, 0);
        const ours: Record<string, number> = {};
        for (const name of Object.keys(theirs).filter((key) => key !== 'seconds')) {
          standing -= brokenBy.filter((by) => by === name).length;
          ours[name] = standing / size;
        }
        const figures = `${network} ${epsilon}: robust accuracy after ${show({ ...ours, seconds })}; of auto-attack ${show(theirs)}`;
        process.stdout.write(`${figures}\n`);
        expect(ours.square, figures).toBeLessThanOrEqual(theirs.square + 0.005 + 1e-9);
      },
    );
  },
);

async function networkOf(name: string): Promise<Classifier> {
  mkdirSync(cache, { recursive: true });
  if (!existsSync(join(cache, 'attacks.json'))) {
    await python('attacks.py', [
      '--mnist',
      join(DNN_DATA_DIR as string, 'mnist'),
      '--networks-only',
      '--output',
      cache,
    ]);
  }
  return readNetworks(cache).get(name) as Classifier;
}

/** Robust accuracy after each attack of auto-attack, by name, and the seconds they took. */
async function referenceFigures(network: string, epsilon: number): Promise<Record<string, number>> {
  const output = join(cache, `auto-attack-${network}-${epsilon}-${size}.json`);
  if (!existsSync(output)) {
    await python('gradient-attacks.py', [
      ...['--auto-attack', DNN_AUTO_ATTACK as string, '--golden', cache],
      ...['--mnist', join(DNN_DATA_DIR as string, 'mnist'), '--inputs', String(size)],
      ...['--only', network, '--epsilon', String(epsilon), '--output', output],
    ]);
  }
  return JSON.parse(readFileSync(output, 'utf8')) as Record<string, number>;
}

async function python(script: string, options: readonly string[]): Promise<void> {
  const path = fileURLToPath(new URL(`generators/${script}`, import.meta.url));
  await promisify(execFile)(DNN_PYTHON as string, ['-P', path, ...options]);
}

const show = (figures: Record<string, number>): string =>
  Object.entries(figures)
    .map(([name, value]) => `${name} ${name === 'seconds' ? value.toFixed(1) : value}`)
    .join(', ');
