import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { attacks, largestEpsilon, type ConfigurableAttack } from '../../src/attacks/index.ts';
import { itemSize } from '../../src/datasets/split.ts';
import { startEngine } from '../../src/engine/index.ts';
import type { JsonObject } from '../../src/json.ts';
import golden from './golden/minimal-attacks.json' with { type: 'json' };
import { readMinimalReferences, type MinimalReference } from './minimal-golden.ts';

// golden/minimal-attacks.json: python -P specs/reference/generators/minimal-attacks.py
const runs = golden.networks.flatMap(({ name, runs: of }) =>
  of.map(({ attack, options }) => ({ network: name, attack, options })),
);

describe('on the digits of scikit-learn, beside foolbox, torchattacks and auto-attack', () => {
  let references: MinimalReference[];
  beforeAll(async () => {
    await startEngine();
    references = readMinimalReferences(fileURLToPath(new URL('golden', import.meta.url)));
  });

  test.for(runs.map((run, at) => ({ ...run, at })))('$attack $options on the $network network', async ({ at }) => {
    const { network, classifier, split, attack: name, options, ...reference } = references[at];
    const attack = (attacks[name as keyof typeof attacks] as ConfigurableAttack<JsonObject>).with(options);
    const { adversarial, correct, broken, distances } = await attack.run(classifier, split, {
      epsilon: largestEpsilon(attack.norm, classifier),
    });
    const attacked = Array.from(correct.keys()).filter((item) => correct[item]);
    expect(attacked).toEqual(reference.clean.flatMap((label, item) => (label === split.labels[item] ? [item] : [])));

    const brokenThere = (item: number): boolean => reference.predicted[item] !== split.labels[item];
    const alike = share(attacked, (item) => brokenThere(item) === (broken[item] === 1));
    const ours = mean(attacked.filter((item) => broken[item]).map((item) => distances[item]));
    const theirs = mean(attacked.filter(brokenThere).map((item) => reference.sizes[item]));
    const pixels = Array.from(adversarial.keys()).filter((i) => correct[Math.floor(i / itemSize(split))]);
    const equal = reference.adversarial
      ? share(pixels, (i) => Math.abs(adversarial[i] - (reference.adversarial as Float32Array)[i]) <= 1e-4)
      : 1;

    const figures = `${network} ${name} ${JSON.stringify(options)}: ${alike} alike, mean ${ours} here, ${theirs} there, ${equal} of pixels equal`;
    if (process.env.DNN_FIGURES) process.stdout.write(`${figures}\n`);
    expect(alike, figures).toBeGreaterThanOrEqual(0.98);
    expect(ours, figures).toBeLessThanOrEqual(1.02 * theirs);
    expect(equal, figures).toBeGreaterThanOrEqual(0.99);
  });
});

function share<T>(items: readonly T[], holds: (item: T) => boolean): number {
  return items.filter(holds).length / items.length;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
