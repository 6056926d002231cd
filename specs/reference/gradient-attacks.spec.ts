import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from 'vitest';
import { attacks, type Attack, type AttackResult, type ConfigurableAttack } from '../../src/attacks/index.ts';
import { itemSize } from '../../src/datasets/split.ts';
import { startEngine } from '../../src/engine/index.ts';
import type { JsonObject } from '../../src/json.ts';
import golden from './golden/gradient-attacks.json' with { type: 'json' };
import { readMinimalReferences, type MinimalReference } from './minimal-golden.ts';

// golden/gradient-attacks.json: python -P specs/reference/generators/gradient-attacks.py --auto-attack …

const folder = fileURLToPath(new URL('golden', import.meta.url));
const deterministic = golden.networks.flatMap(({ name: network, steep, runs }) =>
  runs.map((run) => ({ network, steep, ...run })),
);
/** All of them where figures are asked for; else those on the network that resists longest, Square in one norm, to be quick. */
const random = golden.networks
  .flatMap(({ name: network, rates }) => rates.map((rate) => ({ network, ...rate })))
  .filter(({ network, attack, options: { norm } }) => {
    if (process.env.DNN_FIGURES) return true;
    return network === 'robust' && (norm === 'linf' || attack === 'apgd');
  });

let networks: MinimalReference[];
let shifts: Int16Array;
beforeAll(async () => {
  await startEngine();
  networks = readMinimalReferences(folder);
  const binary = gunzipSync(readFileSync(new URL('golden/gradient-attacks.bin.gz', import.meta.url)));
  shifts = Int16Array.from({ length: binary.length / 2 }, (_, i) => binary.readInt16LE(2 * i));
});

describe('on the digits of scikit-learn, beside torchattacks', () => {
  test.for(deterministic.map((run, at) => ({ ...run, at })))(
    '$attack $options at $epsilon on the $network network',
    async ({ at, network, steep, attack, options, epsilon, predicted }) => {
      const { classifier, split } = networkOf(network);
      const { adversarial, correct, broken } = await configured(attack, options).run(classifier, split, {
        epsilon,
        dropBroken: false,
      });
      const attacked = Array.from(correct.keys()).filter((item) => correct[item]);
      const alike = share(attacked, (item) => (predicted[item] !== split.labels[item]) === (broken[item] === 1));
      const length = itemSize(split);
      const pixels = Array.from(adversarial.keys()).filter(
        (i) => attacked.includes(Math.floor(i / length)) && steep[Math.floor(i / length)],
      );
      const shift = shifts.subarray(at * adversarial.length, (at + 1) * adversarial.length);
      const equal = share(
        pixels,
        (i) => Math.abs(adversarial[i] - split.inputs[i] - shift[i] * golden.shift) <= 1e-4 + golden.shift / 2,
      );

      const figures = `${network} ${attack} ${JSON.stringify(options)} ${epsilon}: ${alike} alike, ${equal} of pixels equal`;
      if (process.env.DNN_FIGURES) process.stdout.write(`${figures}\n`);
      expect(alike, figures).toBeGreaterThanOrEqual(0.98);
      expect(equal, figures).toBeGreaterThanOrEqual(0.99);
    },
  );
});

describe('on the digits of scikit-learn, beside auto-attack', () => {
  test.for(random)(
    '$attack $options at $epsilon on the $network network',
    async ({ network, attack, options, epsilon, robust }) => {
      const { classifier, split } = networkOf(network);
      const ours: number[] = [];
      for (const seed of [1, 2]) {
        const result = await configured(attack, options).run(classifier, split, { epsilon, seed });
        ours.push(robustAccuracy(result));
      }
      const difference = mean(ours) - mean(robust);
      const error = Math.sqrt(variance(ours) / ours.length + variance(robust) / robust.length);
      const figures = `${network} ${attack} ${JSON.stringify(options)} ${epsilon}: robust accuracy ${ours} here, ${robust} there`;
      if (process.env.DNN_FIGURES) process.stdout.write(`${figures}\n`);
      const tolerance = Math.max(2 * error, 1 / split.size) + 1e-9;
      expect(difference, figures).toBeLessThanOrEqual(tolerance);
      if (attack !== 'square') expect(difference, figures).toBeGreaterThanOrEqual(-tolerance); // reaches more, and wastes no query
    },
  );
});

function networkOf(name: string): MinimalReference {
  return networks.find(({ network }) => network === name) as MinimalReference;
}

function configured(name: string, options: object): Attack {
  return (attacks[name as keyof typeof attacks] as Attack as ConfigurableAttack<JsonObject>).with(options);
}

const robustAccuracy = ({ correct, broken }: AttackResult): number =>
  share(Array.from(correct.keys()), (item) => correct[item] === 1 && broken[item] === 0);

function share<T>(items: readonly T[], holds: (item: T) => boolean): number {
  return items.filter(holds).length / items.length;
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

const variance = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + (value - mean(values)) ** 2, 0) / (values.length - 1);
