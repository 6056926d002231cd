import type { Split } from '../../src/datasets/contract.ts';
import type { JsonObject } from '../../src/json.ts';
import type { Network } from '../../src/models/network/contract.ts';
import { multilayerPerceptron } from '../../src/architectures/index.ts';
import { readReferences } from './adversarial-golden.ts';
import { firstOf } from './agreement.ts';
import { GoldenValues } from './golden-values.ts';
import { networkOf } from '../../src/models/network/network-of.ts';

/** The description that generators/minimal-attacks.py writes next to the binary file. */
interface Description {
  /** Number of inputs, the first ones of attacks.json; some runs attack only the first of these. */
  readonly inputs: number;
  readonly shift: number;
  readonly shapes: readonly number[][];
  readonly networks: readonly {
    readonly name: string;
    readonly clean: readonly number[];
    readonly runs: readonly {
      readonly attack: string;
      readonly options: JsonObject;
      readonly pixels: boolean;
      readonly predicted: readonly number[];
      readonly sizes: readonly number[];
    }[];
  }[];
}

/** The result of an attack of a reference tool on a network. */
export interface MinimalReference {
  readonly network: string;
  readonly classifier: Network;
  readonly split: Split;
  readonly attack: string;
  readonly options: JsonObject;
  /** Predictions of PyTorch on the clean and on the adversarial inputs. */
  readonly clean: readonly number[];
  readonly predicted: readonly number[];
  /** Size of each perturbation in the norm of the attack. */
  readonly sizes: readonly number[];
  /** Adversarial inputs, with an error of at most 4e-5, if they were kept. */
  readonly adversarial?: Float32Array;
}

/** Reads the golden values that generators/minimal-attacks.py wrote into a folder. */
export function readMinimalReferences(folder: string): MinimalReference[] {
  const values = new GoldenValues<Description>(folder, 'minimal-attacks');
  const { inputs: size, shift, shapes, networks } = values.description;
  const convolutional = readReferences(folder);
  const split = firstOf(convolutional[0].split, size);
  const hidden = [shapes[0][1]];
  const perceptron = networkOf(
    multilayerPerceptron.with({ hidden })({ itemShape: split.itemShape, classes: 10, seed: 0 }),
  );
  values.fill(perceptron, shapes);
  const references = networks.flatMap(({ name: network, clean, runs }) => {
    const classifier = convolutional.find((reference) => reference.network === network)?.classifier ?? perceptron;
    return runs.map(({ pixels, ...run }): MinimalReference => {
      const attacked = firstOf(split, run.predicted.length);
      const inputs = attacked.inputs as Float32Array;
      const adversarial =
        pixels && Float32Array.from(values.take(inputs.length), (value, i) => inputs[i] + value * shift);
      return {
        network,
        classifier,
        split: attacked,
        clean: clean.slice(0, attacked.size),
        ...run,
        ...(adversarial && { adversarial }),
      };
    });
  });
  values.end();
  return references;
}
