import type { Split } from '../../src/datasets/contract.ts';
import type { JsonObject } from '../../src/json.ts';
import type { Network } from '../../src/models/network/contract.ts';
import { multilayerPerceptron } from '../../src/architectures/index.ts';
import { readReferences } from './adversarial-golden.ts';
import { firstOf } from './agreement.ts';
import { GoldenValues } from './golden-values.ts';
import { networkOf } from '../../src/models/network/network-of.ts';

/** What generators/minimal-attacks.py writes beside the binary file. */
interface Description {
  /** How many of the inputs of attacks.json count, from the first on; some runs attack the first of these only. */
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

/** One attack of a reference tool on one network. */
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
  /** Adversarial inputs to 4e-5, where they were kept. */
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
    const classifier = convolutional.find((each) => each.network === network)?.classifier ?? perceptron;
    return runs.map(({ pixels, ...run }): MinimalReference => {
      const own = firstOf(split, run.predicted.length);
      const inputs = own.inputs as Float32Array;
      const adversarial =
        pixels && Float32Array.from(values.take(inputs.length), (value, i) => inputs[i] + value * shift);
      return {
        network,
        classifier,
        split: own,
        clean: clean.slice(0, own.size),
        ...run,
        ...(adversarial && { adversarial }),
      };
    });
  });
  values.end();
  return references;
}
