import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { tf } from '../../src/engine/tensors.ts';
import type { Network } from '../../src/models/network/contract.ts';

/** The output of a generator: a description in JSON, and a binary file of little-endian int16 in its order. */
export class GoldenValues<Description> {
  readonly description: Description;
  readonly #source: string;
  readonly #values: Int16Array;
  #offset = 0;

  constructor(folder: string, name: string) {
    this.#source = join(folder, name);
    this.description = JSON.parse(readFileSync(`${this.#source}.json`, 'utf8')) as Description;
    const binary = gunzipSync(readFileSync(`${this.#source}.bin.gz`));
    this.#values = Int16Array.from({ length: binary.length / 2 }, (_, i) => binary.readInt16LE(2 * i));
  }

  /** Returns the next `count` values. */
  take(count: number): Int16Array {
    return this.#values.subarray(this.#offset, (this.#offset += count));
  }

  /** Sets the weights of a classifier to the next values. */
  fill({ model }: Network, shapes: readonly number[][]): void {
    tf.tidy(() => {
      const weights = shapes.map((shape) =>
        Float32Array.from(this.take(tf.util.sizeFromShape(shape)), (value) => value / 8192),
      );
      model.setWeights(weights.map((weight, i) => tf.tensor(weight, shapes[i])));
    });
  }

  /** Throws if values remain; call it after the last read. */
  end(): void {
    const left = this.#values.length - this.#offset;
    if (left !== 0) throw new Error(`${this.#source}.bin.gz: ${left} values were not read.`);
  }
}
