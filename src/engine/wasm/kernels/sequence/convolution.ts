import type { ConvolutionStage, PoolingStage } from '../../../operations/sequence.ts';
import { type Geometry, geometryOf } from '../convolution/geometry.ts';
import { type Allocate, pointer } from '../memory.ts';
import { kernels } from '../module.ts';
import { areStorable, transformAll } from '../convolution/winograd-filters.ts';
import { type WinogradShape, winogradShape } from '../convolution/winograd-shape.ts';
import { winograd } from '../convolution/winograd.ts';
import { isPlane, isPoolable, sumPatches, sumPooledPatches } from '../convolution/patch-sums.ts';
import { halvedShape } from './pooling.ts';
import type { Routine, Weights, Workshop } from './routine.ts';
import type { Pointer } from '../signatures.ts';

/** Prepares a convolution with bias. */
export function convolution(
  stage: ConvolutionStage,
  shape: readonly number[],
  weights: Weights,
  workshop: Workshop,
): Routine {
  const g = geometryOf('Sequence', [1, ...shape], weights.kernel.shape, stage);
  const tiled = winogradShape(g);
  if (tiled) return { shape: g.outputShape.slice(1), ...tiling(tiled, stage.relu, false, weights, workshop) };
  return { shape: g.outputShape.slice(1), ...summing(g, stage.relu, weights, workshop, sumPatches) };
}

/**
 * Prepares a convolution and its 2 × 2 max pooling, which write only the largest sums. Returns undefined if the two cannot be
 * computed together.
 */
export function pooledConvolution(
  stage: ConvolutionStage,
  pooling: PoolingStage,
  inputShape: readonly number[],
  weights: Weights,
  workshop: Workshop,
): Routine | undefined {
  const g = geometryOf('Sequence', [1, ...inputShape], weights.kernel.shape, stage);
  const shape = halvedShape(pooling, g.outputShape.slice(1));
  if (!shape) return undefined;
  const tiled = winogradShape(g);
  if (tiled) return { shape, ...tiling(tiled, stage.relu, true, weights, workshop) };
  if (!isPoolable(g)) return undefined;
  return { shape, ...summing(g, stage.relu, weights, workshop, sumPooledPatches) };
}

function tiling(
  shape: WinogradShape,
  relu: boolean,
  pooled: boolean,
  { kernel, bias }: Weights,
  { backend, allocate }: Workshop,
): Omit<Routine, 'shape'> {
  const raw = { at: pointer(backend, kernel), turned: false };
  const isStored = areStorable(shape);
  const filters = isStored ? transformAll(shape, raw, allocate) : raw;
  const biasAt = bias ? pointer(backend, bias) : 0;
  return {
    scratch: 0,
    wantsGroup: !isStored,
    run(input, output, images) {
      winograd(backend, { ...shape, images }, { input, filters, bias: biasAt, output, relu, pooled });
    },
  };
}

function summing(
  g: Geometry,
  relu: boolean,
  { kernel, bias }: Weights,
  { backend, allocate }: Workshop,
  sum: typeof sumPatches,
): Omit<Routine, 'shape'> {
  const filter = filterOf(g, pointer(backend, kernel), allocate);
  const biasAt = bias ? pointer(backend, bias) : 0;
  return {
    scratch: g.padded ? g.imageStride : 0,
    run(from, output, inputs, scratch) {
      const input = g.padded ? scratch : from;
      if (g.padded) {
        kernels().padImages(
          ...[from, input, inputs, g.inputHeight, g.inputRow, g.top, g.leftFloats, g.paddedHeight, g.paddedRow],
        );
      }
      sum(g, inputs, { input, filter, bias: biasAt, output, relu });
    },
  };
}

function filterOf(g: Geometry, at: Pointer, allocate: Allocate): Pointer {
  if (isPlane(g)) return at;
  const depth = g.runs * g.length;
  const packed = allocate(depth * Math.ceil(g.outputChannels / 8) * 32);
  kernels().pack(at, packed, depth, g.outputChannels, g.outputChannels, 1);
  return packed;
}
