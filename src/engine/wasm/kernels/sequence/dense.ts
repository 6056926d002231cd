import type { DenseStage } from '../../../operations/sequence.ts';
import { kernels, pointer } from '../module.ts';
import type { Routine, Weights, Workshop } from './routine.ts';

/** A product with bias. */
export function dense(
  { relu, biasLast }: DenseStage,
  { kernel, bias }: Weights,
  { backend, allocate }: Workshop,
): Routine {
  const { pack, product, addToRows } = kernels();
  const [depth, units] = kernel.shape;
  const packed = allocate(depth * Math.ceil(units / 8) * 32);
  pack(pointer(backend, kernel), packed, depth, units, units, 1);
  const at = bias ? pointer(backend, bias) : 0;
  const repeated = biasLast ? allocate(units * 16) : 0;
  return {
    shape: [units],
    scratch: 0,
    run(from, to, inputs) {
      product(
        ...[from, inputs, inputs, 1, depth * 4, 0, 0],
        ...[1, depth, 0],
        ...[packed, biasLast ? 0 : at, to, units, Number(relu)],
      );
      if (biasLast && bias) addToRows(to, at, to, inputs, units, repeated);
    },
  };
}
