import type { Geometry } from './geometry.ts';

/**
 * A convolution of 3 × 3 with stride 1 or 2, of 5 × 5 with stride 1, or its gradient with respect to the input: images
 * [images, height, width, channels] to [images, outHeight, outWidth, outChannels].
 */
export interface WinogradShape extends Tiling {
  readonly images: number;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly outHeight: number;
  readonly outWidth: number;
  readonly outChannels: number;
  /** Rows and columns of zeros before an image. */
  readonly top: number;
  readonly left: number;
  /** Rows and columns of results that are dropped before an image. */
  readonly outTop: number;
  readonly outLeft: number;
}

/** How Winograd's algorithm divides images. */
interface Tiling {
  /** Rows and columns of a filter. */
  readonly size: 3 | 5;
  /** Rows and columns of matrices: 6, or 9 for a stride of 2. */
  readonly grid: 6 | 9;
  /** Rows and columns of a tile, and those from one tile to the next. */
  readonly tile: number;
  readonly step: number;
  /** Rows and columns of a tile's results. */
  readonly side: number;
}

/** The tilings of convolutions: F(4 × 4, 3 × 3), F(2 × 2, 5 × 5) and, for a stride of 2, that of assembly/strided-lines.ts. */
const tilings = {
  ofThree: { size: 3, grid: 6, tile: 6, step: 4, side: 4 },
  ofFive: { size: 5, grid: 6, tile: 6, step: 2, side: 2 },
  strided: { size: 3, grid: 9, tile: 9, step: 8, side: 4 },
  stridedGradient: { size: 3, grid: 9, tile: 5, step: 4, side: 8 },
} as const;

/** Fewest products of channels for which the multiplications saved outweigh the transforms. */
const fewestChannels = { ofThree: 64, ofFive: 128, strided: 4096 };

/** Matrices that are `plane` bytes apart. */
export interface Planes {
  readonly plane: number;
}

/** Returns the bytes between matrices of `size` floats: an odd number of cache lines, so that they do not compete for the same set. */
export function planeOf(size: number): number {
  return (Math.ceil(size / 16) | 1) * 64;
}

/**
 * Returns the shape of a convolution, or of its gradient with respect to the input, if Winograd's algorithm computes it faster than
 * a product of patches. Otherwise returns undefined. The choice follows from the layer alone: the algorithms round differently, and
 * an image's bits must not depend on its batch.
 */
export function winogradShape(g: Geometry, of: 'output' | 'input' = 'output'): WinogradShape | undefined {
  const { inputChannels: channels, outputChannels: outChannels } = g;
  const kind = kindOf(g);
  if (!kind || !suits(channels) || !suits(outChannels) || channels * outChannels < fewestChannels[kind])
    return undefined;
  const { images, inputHeight: height, inputWidth: width, height: outHeight, width: outWidth, top, left } = g;
  const sizes = { images, height, width, channels, outHeight, outWidth, outChannels };
  const forward = { ...sizes, ...tilings[kind], top, left, outTop: 0, outLeft: 0 };
  const shape = of === 'output' ? forward : turned(forward);
  return fillsTiles(shape) ? shape : undefined;
}

function kindOf({
  runs,
  length,
  inputChannels,
  step,
  rowStride,
  paddedRow,
}: Geometry): keyof typeof fewestChannels | undefined {
  const stride = step / (4 * inputChannels);
  if (length !== runs * inputChannels || rowStride !== 4 * stride * paddedRow) return undefined;
  if (stride === 1) return runs === 3 ? 'ofThree' : runs === 5 ? 'ofFive' : undefined;
  return stride === 2 && runs === 3 ? 'strided' : undefined;
}

/** Returns the convolution of slopes by turned filters that is the gradient with respect to the input. */
function turned({
  images,
  outHeight,
  outWidth,
  height,
  width,
  channels,
  outChannels,
  ...s
}: WinogradShape): WinogradShape {
  const sizes = { images, height: outHeight, width: outWidth, outHeight: height, outWidth: width };
  const shape = { ...sizes, channels: outChannels, outChannels: channels };
  return s.grid === 9
    ? { ...shape, ...tilings.stridedGradient, top: 1, left: 1, outTop: s.top, outLeft: s.left }
    : { ...shape, ...s, top: s.size - 1 - s.top, left: s.size - 1 - s.left };
}

/** Whether the results of tiles waste less than half of themselves beyond the image, or less than a quarter with a stride of 2. */
function fillsTiles(shape: WinogradShape): boolean {
  const [rows, columns] = tilesOf(shape);
  return shape.outHeight * shape.outWidth >= (shape.grid === 9 ? 0.75 : 0.5) * shape.side ** 2 * rows * columns;
}

/** Returns the rows and columns of tiles that cover the results of an image. */
export function tilesOf({
  outHeight,
  outWidth,
  outTop,
  outLeft,
  side,
}: WinogradShape): [rows: number, columns: number] {
  return [Math.ceil((outHeight + outTop) / side), Math.ceil((outWidth + outLeft) / side)];
}

const suits = (channels: number): boolean => channels >= 8 && channels % 8 === 0;
