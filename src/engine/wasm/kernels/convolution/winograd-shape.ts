import type { Geometry } from './geometry.ts';

/** A 3 × 3 convolution with stride 1: images [images, height, width, channels] to [images, outHeight, outWidth, outChannels]. */
export interface WinogradShape {
  readonly images: number;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly outHeight: number;
  readonly outWidth: number;
  readonly outChannels: number;
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
  const isPlain =
    g.runs === 3 && g.length === 3 * channels && g.step === 4 * channels && g.rowStride === 4 * g.paddedRow;
  if (!isPlain || !suits(channels) || !suits(outChannels)) return undefined;
  const { images, inputHeight: height, inputWidth: width, height: outHeight, width: outWidth, top, left } = g;
  const forward = { images, height, width, channels, outHeight, outWidth, outChannels, top, left };
  const shape = of === 'output' ? forward : turned(forward);
  return fillsTiles(shape) ? shape : undefined;
}

/** Returns the convolution of slopes by turned filters that is the gradient with respect to the input. */
function turned(s: WinogradShape): WinogradShape {
  return {
    ...{ images: s.images, height: s.outHeight, width: s.outWidth, channels: s.outChannels },
    ...{ outHeight: s.height, outWidth: s.width, outChannels: s.channels, top: 2 - s.top, left: 2 - s.left },
  };
}

/** Whether tiles of 4 × 4 results waste less than half of themselves beyond the image. */
function fillsTiles({ outHeight, outWidth }: WinogradShape): boolean {
  const [rows, columns] = tilesOf(outHeight, outWidth);
  return outHeight * outWidth >= 8 * rows * columns;
}

/** Returns the rows and columns of tiles that cover an image. */
export function tilesOf(height: number, width: number): [rows: number, columns: number] {
  return [Math.ceil(height / 4), Math.ceil(width / 4)];
}

const suits = (channels: number): boolean => channels >= 8 && channels % 8 === 0;
