import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { ascendAdaptively } from '../../src/attacks/adaptive-ascent/apgd-ascent.ts';
import { clipToBall, unitOf } from '../../src/norms/ball.ts';
import type { AttackedBatch } from '../../src/attacks/contract.ts';
import { defineAttack, type Attack, type AttackResult } from '../../src/attacks/index.ts';
import { crossEntropyObjective, dlrObjective } from '../../src/attacks/adaptive-ascent/objectives.ts';
import { itemSize } from '../../src/splits/index.ts';
import { currentEngine, startEngine } from '../../src/engine/index.ts';
import { tf } from '../../src/engine/tensors.ts';
import type { Tensor } from '../../src/engine/tensors.ts';
import type { JsonObject } from '../../src/json.ts';
import { deviation, mean } from '../../src/statistics/index.ts';
import { configured, figures, firstOf, inFull, share } from './agreement.ts';
import { GoldenValues } from './golden-values.ts';
import golden from './golden/gradient-attacks.json' with { type: 'json' };
import { readMinimalReferences, type MinimalReference } from './minimal-golden.ts';

// golden/gradient-attacks.json: python -P specs/reference/generators/gradient-attacks.py --auto-attack …

const folder = fileURLToPath(new URL('golden', import.meta.url));
const deterministic = golden.networks
  .flatMap(({ name: network, steep, runs }) => runs.map((run) => ({ network, steep, ...run }))) // a run may have its own flags
  .map((run, at) => ({ ...run, at }));
/** All cases if figures are requested; otherwise, to save time, those that differ most. */
const random = golden.networks
  .flatMap(({ name: network, rates }) => rates.map((rate) => ({ network, ...rate })))
  .filter(({ network, attack, options: { norm } }) => {
    if (inFull || network === 'robust') return true;
    return norm === 'linf' && (network === 'plain' || attack === 'apgd');
  });

let networks: MinimalReference[];
let shifts: readonly Int16Array[];
beforeAll(async () => {
  await startEngine();
  networks = readMinimalReferences(folder);
  const values = new GoldenValues(folder, 'gradient-attacks');
  const { inputs } = networks[0].split;
  shifts = golden.networks.flatMap(({ runs }) => runs.map(() => values.take(inputs.length)));
  values.end();
});

describe('compared with torchattacks, and with auto-attack from an equal start, on the digits of scikit-learn', () => {
  test.for(deterministic)(
    '$attack $options at $epsilon on the $network network',
    async ({ at, network, steep, attack, options, epsilon, predicted, ...run }) => {
      const { classifier, split: all } = networkOf(network);
      const split = firstOf(all, predicted.length);
      const ours = attack === 'apgd' ? chequeredApgd(options as ApgdOptions) : configured(attack, options);
      const { adversarial, correct, broken } = await ours.run(classifier, split, { epsilon, dropBroken: false });
      const right = Array.from(correct.keys()).filter((item) => correct[item]);
      const alike = share(right, (item) => (predicted[item] !== split.labels[item]) === (broken[item] === 1));
      const length = itemSize(split);
      const pixels = Array.from(adversarial.keys()).filter((i) => {
        const item = Math.floor(i / length);
        return correct[item] && steep[item];
      });
      const equal = share(pixels, (i) => {
        const theirs = split.inputs[i] + shifts[at][i] * golden.shift;
        return Math.abs(adversarial[i] - theirs) <= 1e-4 + golden.shift / 2;
      });

      const said = figures(
        `${network} ${attack} ${JSON.stringify(options)} ${epsilon}: ${alike} alike, ${equal} of pixels equal`,
      );
      expect(alike, said).toBeGreaterThanOrEqual(0.98);
      expect(equal, said).toBeGreaterThanOrEqual(leastAgreement(attack, run, pixels.length / length));
    },
  );
});

describe('compared with torchattacks and auto-attack over several seeds, on the digits of scikit-learn', () => {
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
      const error = Math.hypot(...[ours, robust].map((rates) => deviation(rates) / Math.sqrt(rates.length)));
      const said = figures(
        `${network} ${attack} ${JSON.stringify(options)} ${epsilon}: robust accuracy ${ours}, of the reference ${robust}`,
      );
      const tolerance = Math.max(2 * error, 1 / split.size) + 1e-9;
      expect(difference, said).toBeLessThanOrEqual(tolerance);
      if (attack !== 'square') expect(difference, said).toBeGreaterThanOrEqual(-tolerance); // square may break more: it wastes no query
    },
  );
});

/** The share of pixels that must equal those of the reference, which computes in 64 bits. */
function leastAgreement(attack: string, run: { readonly float32Agreement?: number }, inputs: number): number {
  // rounding also changes auto-attack: the share of pixels that it moves equally in 32 bits, minus those of one input
  if (run.float32Agreement !== undefined) return run.float32Agreement - 1 / inputs;
  // the last bits of a loss can decide whether Auto-PGD halves its step: on node, 3 of 156 inputs take another path
  return attack === 'apgd' && currentEngine().name !== 'wasm' ? 0.98 : 0.99;
}

interface ApgdOptions extends JsonObject {
  readonly loss: 'ce' | 'dlr';
  readonly steps: number;
  readonly norm: 'linf' | 'l2';
}

/** Auto-PGD that starts with a perturbation of full size in a chessboard pattern. */
function chequeredApgd({ loss, steps, norm }: ApgdOptions): Attack {
  const start = ({ x, epsilon, classifier }: AttackedBatch): Tensor => {
    const [, height, width] = x.shape;
    const board = Float32Array.from({ length: height * width }, (_, i) => 1 - 2 * ((Math.floor(i / width) + i) % 2));
    const shift = tf.tensor(board, [1, height, width, 1]);
    const scaled = tf.mul(norm === 'linf' ? shift : unitOf(shift), epsilon);
    return clipToBall(tf.add(x, scaled), x, epsilon, norm, classifier.inputRange);
  };
  const objective = { ce: crossEntropyObjective, dlr: dlrObjective }[loss];
  return defineAttack({
    name: 'apgd',
    norm,
    access: 'white-box',
    defaults: {},
    perturb: (batch) => ascendAdaptively(batch, { norm, steps, rho: 0.75, start: () => start(batch), objective }),
  });
}

function networkOf(name: string): MinimalReference {
  return networks.find(({ network }) => network === name) as MinimalReference;
}

const robustAccuracy = ({ correct, broken }: AttackResult): number =>
  share(Array.from(correct.keys()), (item) => correct[item] === 1 && broken[item] === 0);
