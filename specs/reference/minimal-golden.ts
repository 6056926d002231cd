import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { subset } from '../../src/datasets/split.ts';
import type { Split } from '../../src/datasets/contract.ts';
import { tf } from '../../src/engine/tensors.ts';
import type { JsonObject } from '../../src/json.ts';
import { multilayerPerceptron, type Classifier } from '../../src/models/index.ts';
import { readReferences } from './adversarial-golden.ts';

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
  readonly classifier: Classifier;
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
  const {
    inputs: size,
    shift,
    shapes,
    networks,
  } = JSON.parse(readFileSync(join(folder, 'minimal-attacks.json'), 'utf8')) as Description;
  const binary = gunzipSync(readFileSync(join(folder, 'minimal-attacks.bin.gz')));
  const values = Int16Array.from({ length: binary.length / 2 }, (_, i) => binary.readInt16LE(2 * i));
  let offset = 0;
  const take = (count: number): Int16Array => values.subarray(offset, (offset += count));

  const convolutional = readReferences(folder);
  const split = subset(
    convolutional[0].split,
    Array.from({ length: size }, (_, item) => item),
  );
  const perceptron = multilayerPerceptron.with({ hidden: [shapes[0][1]] })({
    itemShape: split.itemShape,
    classes: 10,
    seed: 0,
  });
  tf.tidy(() => {
    const weights = shapes.map((shape) => Float32Array.from(take(tf.util.sizeFromShape(shape)), (w) => w / 8192));
    perceptron.model.setWeights(weights.map((weight, i) => tf.tensor(weight, shapes[i])));
  });
  const references = networks.flatMap(({ name, clean, runs }) => {
    const classifier = convolutional.find(({ network }) => network === name)?.classifier ?? perceptron;
    return runs.map(({ pixels, ...run }) => {
      const attacked = subset(
        split,
        Array.from(run.predicted, (_, item) => item),
      );
      const inputs = attacked.inputs as Float32Array;
      const adversarial = pixels
        ? Float32Array.from(take(inputs.length), (value, i) => inputs[i] + value * shift)
        : undefined;
      return {
        network: name,
        classifier,
        split: attacked,
        clean: clean.slice(0, attacked.size),
        ...run,
        ...(adversarial && { adversarial }),
      };
    });
  });
  if (offset !== values.length) throw new Error(`${folder}: ${values.length - offset} values are left over.`);
  return references;
}
