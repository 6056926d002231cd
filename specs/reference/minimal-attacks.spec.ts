import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { largestEpsilon } from '../../src/attacks/index.ts';
import { itemSize } from '../../src/splits/index.ts';
import { startEngine } from '../../src/engine/index.ts';
import { mean } from '../../src/statistics/index.ts';
import { configured, figures, firstOf, share } from './agreement.ts';
import golden from './golden/minimal-attacks.json' with { type: 'json' };
import { readMinimalReferences, type MinimalReference } from './minimal-golden.ts';

// golden/minimal-attacks.json: python -P specs/reference/generators/minimal-attacks.py
const runs = golden.networks
  .flatMap(({ name: network, runs: of }) => of.map(({ attack, options }) => ({ network, attack, options })))
  .map((run, at) => ({ ...run, at }));

describe('compared with foolbox, torchattacks and auto-attack on the digits of scikit-learn', () => {
  let references: MinimalReference[];
  beforeAll(async () => {
    await startEngine();
    references = readMinimalReferences(fileURLToPath(new URL('golden', import.meta.url)));
  });

  test.for(runs)('$attack $options on the $network network', async ({ at }) => {
    const { network, classifier, attack: name, options, ...reference } = references[at];
    const split = firstOf(reference.split, reference.predicted.length);
    const attack = configured(name, options);
    const { adversarial, correct, broken, distances } = await attack.run(classifier, split, {
      epsilon: largestEpsilon(attack.norm, classifier),
    });
    const right = Array.from(correct.keys()).filter((item) => correct[item]);
    expect([...correct]).toEqual(Array.from(split.labels, (label, item) => Number(reference.clean[item] === label)));

    const brokenByReference = (item: number): boolean => reference.predicted[item] !== split.labels[item];
    const alike = share(right, (item) => brokenByReference(item) === (broken[item] === 1));
    const ours = mean(right.filter((item) => broken[item]).map((item) => distances[item]));
    const theirs = mean(right.filter(brokenByReference).map((item) => reference.sizes[item]));
    const pixels = Array.from(adversarial.keys()).filter((i) => correct[Math.floor(i / itemSize(split))]);
    const equal = reference.adversarial
      ? share(pixels, (i) => Math.abs(adversarial[i] - (reference.adversarial as Float32Array)[i]) <= 1e-4)
      : 1;

    const said = figures(
      `${network} ${name} ${JSON.stringify(options)}: ${alike} alike, mean ${ours}, of the reference ${theirs}, ${equal} of pixels equal`,
    );
    expect(alike, said).toBeGreaterThanOrEqual(0.98);
    expect(ours, said).toBeLessThanOrEqual(1.02 * theirs);
    expect(equal, said).toBeGreaterThanOrEqual(0.99);
  });
});
