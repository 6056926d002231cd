import type { Split } from '../../src/datasets/contract.ts';
import { tf } from '../../src/engine/tensors.ts';
import type { JsonObject } from '../../src/json.ts';
import type { Network } from '../../src/models/network/contract.ts';
import { leNet5 } from '../../src/architectures/index.ts';
import { GoldenValues } from './golden-values.ts';
import { networkOf } from '../../src/models/network/network-of.ts';

/** The description that generators/attacks.py writes next to the binary file. */
interface Description {
  readonly itemShape: readonly [number, number, number];
  readonly scale: number;
  readonly labels: readonly number[];
  readonly networks: readonly {
    readonly name: string;
    readonly shapes: readonly number[][];
    readonly predicted: readonly number[];
    readonly attacks: readonly {
      readonly attack: string;
      readonly options: JsonObject;
      readonly epsilon: number;
      readonly predicted: readonly number[];
      readonly float32Agreement: number;
    }[];
  }[];
}

/** The result of an attack of torchattacks on a network. */
export interface Reference {
  readonly network: string;
  readonly classifier: Network;
  readonly split: Split;
  readonly attack: string;
  readonly options: JsonObject;
  readonly epsilon: number;
  /** Predictions of PyTorch on the clean and on the adversarial inputs. */
  readonly clean: readonly number[];
  readonly predicted: readonly number[];
  /** Share of the pixels that torchattacks moves to the same place in float32 as in float64. */
  readonly float32Agreement: number;
  /** Adversarial inputs, with an error of at most 1e-5 at epsilon 0.3. */
  readonly adversarial: Float32Array;
}

/** The networks that generators/attacks.py wrote into a folder, by name. */
export function readNetworks(folder: string): Map<string, Network> {
  return new Map(readAll(folder).map(({ name, classifier }) => [name, classifier]));
}

/** Reads the golden values that generators/attacks.py wrote into a folder. */
export function readReferences(folder: string): Reference[] {
  return readAll(folder).flatMap(({ references }) => references);
}

function readAll(folder: string): { name: string; classifier: Network; references: Reference[] }[] {
  const values = new GoldenValues<Description>(folder, 'attacks');
  const { itemShape, scale, labels, networks } = values.description;
  const size = labels.length * tf.util.sizeFromShape([...itemShape]);
  const inputs = Float32Array.from(values.take(size), (value) => value / scale);
  const split = { inputs, itemShape, labels: Int32Array.from(labels), size: labels.length };
  const entries = networks.map(({ name, shapes, predicted: clean, attacks }) => {
    const classifier = networkOf(leNet5({ itemShape, classes: 10, seed: 0 }));
    values.fill(classifier, shapes);
    const references = attacks.map((attack) => {
      const shifts = values.take(size);
      const adversarial = Float32Array.from(shifts, (shift, i) => inputs[i] + (shift / 32767) * attack.epsilon);
      return { network: name, classifier, split, clean, adversarial, ...attack };
    });
    return { name, classifier, references };
  });
  values.end();
  return entries;
}
