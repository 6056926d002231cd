import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { type Tensor, tf } from '../../src/engine/tensors.ts';
import type { JsonObject } from '../../src/json.ts';

/** A case of generators/kernels.py. */
export interface KernelCase {
  readonly operation: string;
  readonly options: JsonObject;
  readonly shapes: readonly number[][];
  readonly operands: readonly Float32Array[];
  readonly outputShape: readonly number[];
  /** Weights of the output in the sum that is differentiated. */
  readonly direction: Float32Array;
  readonly output: Float32Array;
  readonly gradients: readonly Float32Array[];
}

/** Reads the cases that generators/kernels.py wrote into a folder. */
export function readKernelCases(folder: string): KernelCase[] {
  const described = JSON.parse(readFileSync(join(folder, 'kernels.json'), 'utf8')) as {
    operation: string;
    options: JsonObject;
    shapes: number[][];
    output: number[];
  }[];
  const binary = gunzipSync(readFileSync(join(folder, 'kernels.bin.gz')));
  let at = 0;
  const take = (shape: readonly number[], bytes: 2 | 4): Float32Array =>
    Float32Array.from({ length: tf.util.sizeFromShape([...shape]) }, () => {
      const value = bytes === 2 ? binary.readInt16LE(at) / 4096 : binary.readFloatLE(at);
      at += bytes;
      return value;
    });
  return described.map(({ operation, options, shapes, output: outputShape }) => {
    const operands = shapes.map((shape) => take(shape, 2));
    const direction = take(outputShape, 2);
    const output = take(outputShape, 4);
    const gradients = shapes.map((shape) => take(shape, 4));
    return { operation, options, shapes, operands, outputShape, direction, output, gradients };
  });
}

/** Returns the operands of a case as tensors. */
export function operandsOf({ operands, shapes }: KernelCase): Tensor[] {
  return operands.map((values, i) => tf.tensor(values, shapes[i]));
}
