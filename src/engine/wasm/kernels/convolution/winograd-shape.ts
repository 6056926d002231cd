import type { Geometry } from './geometry.ts';

/** A convolution of 3 × 3 or 5 × 5 with stride 1: images [images, height, width, channels] to [images, outHeight, outWidth, outChannels]. */
export interface WinogradShape {
  readonly images: number;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly outHeight: number;
  readonly outWidth: number;
  readonly outChannels: number;
  /** Rows and columns of a filter. */
  readonly size: 3 | 5;
  /** Rows and columns of the results of a tile of 6 × 6 pixels. */
  readonly side: 4 | 2;
  /** Zeros above and left of an image. */
  readonly top: number;
  readonly left: number;
}

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
  const size = g.runs;
  const isPlain = g.length === size * channels && g.step === 4 * channels && g.rowStride === 4 * g.paddedRow;
  if ((size !== 3 && size !== 5) || !isPlain || !suits(channels) || !suits(outChannels)) return undefined;
  if (size === 5 && channels * outChannels < fewestOfFive) return undefined;
  const { images, inputHeight: height, inputWidth: width, height: outHeight, width: outWidth, top, left } = g;
  const sizes = { size, side: size === 3 ? 4 : 2 } as const;
  const forward = { images, height, width, channels, outHeight, outWidth, outChannels, ...sizes, top, left };
  const shape = of === 'output' ? forward : turned(forward);
  return fillsTiles(shape) ? shape : undefined;
}

/** Returns the convolution of slopes by turned filters that is the gradient with respect to the input. */
function turned(s: WinogradShape): WinogradShape {
  return {
    ...{ images: s.images, height: s.outHeight, width: s.outWidth, channels: s.outChannels },
    ...{ outHeight: s.height, outWidth: s.width, outChannels: s.channels, size: s.size, side: s.side },
    ...{ top: s.size - 1 - s.top, left: s.size - 1 - s.left },
  };
}

/** Fewest products of channels for which the products that F(2 × 2, 5 × 5) saves outweigh its transforms. */
const fewestOfFive = 128;

/** Whether the results of tiles waste less than half of themselves beyond the image. */
function fillsTiles(shape: WinogradShape): boolean {
  const [rows, columns] = tilesOf(shape);
  return 2 * shape.outHeight * shape.outWidth >= shape.side ** 2 * rows * columns;
}

/** Returns the rows and columns of tiles that cover the results of an image. */
export function tilesOf({ outHeight, outWidth, side }: WinogradShape): [rows: number, columns: number] {
  return [Math.ceil(outHeight / side), Math.ceil(outWidth / side)];
}

const suits = (channels: number): boolean => channels >= 8 && channels % 8 === 0;
