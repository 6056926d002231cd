import type { Geometry } from './geometry.ts';
import { kernels } from '../module.ts';
import type { Pointer } from '../signatures.ts';

/** Addresses of a convolution's operands, and whether max(0, .) follows. */
export interface PatchOperands {
  /** Padded if the geometry requires it. */
  readonly input: Pointer;
  /** Packed, unless the geometry is a plane (`isPlane`). */
  readonly filter: Pointer;
  /** 0 if there is none. */
  readonly bias: Pointer;
  readonly output: Pointer;
  readonly relu: boolean;
}

/** Whether vectors hold neighbouring pixels, as for images with one channel; otherwise they hold packed filters. */
export function isPlane({ step, width, outputChannels }: Geometry): boolean {
  return step === 4 && width >= 8 && outputChannels >= 3;
}

/** Computes the convolution of some images: the product of their patches by the filters. */
export function sumPatches(g: Geometry, images: number, { input, filter, bias, output, relu }: PatchOperands): void {
  if (isPlane(g)) {
    kernels().planeConvolution(...[input, filter, bias, output], ...plane(g, images), Number(relu));
    return;
  }
  kernels().product(
    ...[input, images * g.height * g.width, g.width, g.height],
    ...[g.step, g.rowStride - g.width * g.step, g.imageStride - g.height * g.rowStride],
    ...[g.runs, g.length, g.runStride],
    ...[filter, bias, output, g.outputChannels, Number(relu)],
  );
}

/** The longest patch whose sums the compiled product completes in one block, so that it can compare them. */
const longestPooled = 512;

/** Whether `sumPooledPatches` supports the geometry. */
export function isPoolable({ height, width, runs, length }: Geometry): boolean {
  return height >= 2 && width >= 2 && runs * length <= longestPooled;
}

/** As `sumPatches`, but writes only the largest of every 2 × 2 pixels; an unpaired last row or column is ignored. */
export function sumPooledPatches(
  g: Geometry,
  images: number,
  { input, filter, bias, output, relu }: PatchOperands,
): void {
  if (isPlane(g)) {
    kernels().pooledPlaneConvolution(...[input, filter, bias, output], ...plane(g, images), Number(relu));
    return;
  }
  const [height, width] = [g.height >> 1, g.width >> 1];
  kernels().pooledProduct(
    ...[input, images * height * width, width, height],
    ...[2 * g.step, 2 * (g.rowStride - width * g.step), g.imageStride - 2 * height * g.rowStride],
    ...[g.runs, g.length, g.runStride],
    ...[filter, bias, output, g.outputChannels, Number(relu), g.step, g.rowStride],
  );
}

/** Returns the sizes of a plane convolution in the order of the compiled kernels' parameters. */
function plane(g: Geometry, images: number) {
  return [
    ...[images, g.height, g.width, g.outputChannels],
    ...[g.rowStride, g.imageStride, g.runs, g.length, g.runStride],
  ] as const;
}
