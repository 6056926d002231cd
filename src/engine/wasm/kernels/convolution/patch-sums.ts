import type { Geometry } from './geometry.ts';
import { kernels } from '../module.ts';
import type { Pointer } from '../signatures.ts';

/** Where the operands of a convolution lie, and whether max(0, .) follows. */
export interface PatchOperands {
  /** Padded as the geometry says. */
  readonly input: Pointer;
  /** As it is where the geometry is that of a plane, otherwise packed. */
  readonly filter: Pointer;
  /** 0 where there is none. */
  readonly bias: Pointer;
  readonly output: Pointer;
  readonly relu: boolean;
}

/** Whether neighbouring pixels of an image with one channel are summed side by side; otherwise the filters are, packed. */
export function isPlane({ step, width, outputChannels }: Geometry): boolean {
  return step === 4 && width >= 8 && outputChannels >= 3;
}

/** The convolution of some images: the product of their patches by the filters. */
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

/** The longest patch whose sums the compiled product finishes at once, so that it can compare them. */
const longestPooled = 512;

/** Whether `sumPooledPatches` knows the geometry. */
export function isPoolable({ height, width, runs, length }: Geometry): boolean {
  return height >= 2 && width >= 2 && runs * length <= longestPooled;
}

/** As `sumPatches`, of every window of two by two pixels only the largest; a last row or column without a partner is left out. */
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

/** The sizes of a convolution of planes in the order in which the compiled kernels take them. */
function plane(g: Geometry, images: number) {
  return [
    ...[images, g.height, g.width, g.outputChannels],
    ...[g.rowStride, g.imageStride, g.runs, g.length, g.runStride],
  ] as const;
}
