import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { hopSkipJump, largestEpsilon } from '../../src/attacks/index.ts';
import { startEngine } from '../../src/engine/index.ts';
import { networkOf } from '../../src/models/network/network-of.ts';
import type { Network } from '../../src/models/network/contract.ts';
import type { Split } from '../../src/datasets/contract.ts';
import { subset } from '../../src/splits/index.ts';
import { figures, inFull } from './agreement.ts';
import golden from './golden/hop-skip-jump.json' with { type: 'json' };
import { readReferences } from './adversarial-golden.ts';
import { readMinimalReferences } from './minimal-golden.ts';

// golden/hop-skip-jump.json: python -P specs/reference/generators/hop-skip-jump.py

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) / 2)];

describe('compared with foolbox on the digits of scikit-learn', () => {
  const networks = new Map<string, Network>();
  let inputs: Split;
  beforeAll(async () => {
    await startEngine();
    const folder = fileURLToPath(new URL('golden', import.meta.url));
    for (const { network, classifier } of readMinimalReferences(folder)) networks.set(network, networkOf(classifier));
    inputs = readReferences(folder)[0].split;
  });

  const runs = golden.runs.filter(({ network, queries }) => inFull || (network === 'perceptron' && queries < 1000));
  test.for(runs)(
    '$network in $norm with $queries queries: the median distance is as small',
    async ({ network: name, norm, inputs: positions, queries, distances: theirs }) => {
      const network = networks.get(name) as Network;
      const attack = hopSkipJump.with({ norm: norm as 'l2' | 'linf', queries });
      const epsilon = largestEpsilon(attack.norm, network);
      const split = subset(inputs, Int32Array.from(positions));
      const { distances, correct } = await attack.run(network, split, { epsilon, seed: 1 });
      expect(correct.every(Boolean)).toBe(true);
      const [ours, reference] = [median([...distances]), median(theirs.flat())];
      const said = figures(`${name} ${norm} ${queries} queries: median ${ours}, of foolbox ${reference}`);
      expect(ours, said).toBeLessThanOrEqual(1.1 * reference);
      expect(ours, said).toBeGreaterThanOrEqual(0.7 * reference);
    },
  );
});
