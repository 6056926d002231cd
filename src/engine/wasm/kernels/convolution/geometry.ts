import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { ConvolutionAttributes, Shape4D } from '../../../kernels/attributes.ts';
import { tf } from '../../../tensors.ts';
import { type Backend, refuseChannelsFirst, refuseNegative } from '../kernel.ts';
import { pointer, withScratch } from '../memory.ts';
import { kernels } from '../module.ts';
import type { Pointer } from '../signatures.ts';

/** A convolution in the terms of the compiled kernels: patches of contiguous runs in a padded input, strides in bytes. */
export interface Geometry {
  readonly images: number;
  /** Rows and columns of patches, equal to those of the output. */
  readonly height: number;
  readonly width: number;
  readonly inputHeight: number;
  readonly inputWidth: number;
  readonly inputChannels: number;
  /** Floats per row of the input, and zeros before it. */
  readonly inputRow: number;
  readonly top: number;
  readonly left: number;
  readonly leftFloats: number;
  /** Whether patches reach beyond the input. */
  readonly padded: boolean;
  readonly paddedHeight: number;
  readonly paddedRow: number;
  /** Rows of a patch, floats per row, and bytes between rows. */
  readonly runs: number;
  readonly length: number;
  readonly runStride: number;
  /** Bytes between neighbouring patches, rows of patches, and images. */
  readonly step: number;
  readonly rowStride: number;
  readonly imageStride: number;
  readonly outputChannels: number;
  readonly outputShape: Shape4D;
}

/**
 * Returns the geometry of a convolution without dilation.
 *
 * @throws EngineError - if the data format is channels first, or the window is larger than its input
 */
export function geometryOf(
  kernelName: string,
  inputShape: number[],
  filterShape: number[],
  attrs: ConvolutionAttributes,
): Geometry {
  refuseChannelsFirst(kernelName, attrs.dataFormat);
  const info = tf.backend_util.computeConv2DInfo(
    inputShape as Shape4D,
    filterShape as Shape4D,
    attrs.strides,
    1,
    attrs.pad,
    attrs.dimRoundingMode,
  );
  refuseNegative(kernelName, info.outShape, inputShape);
  const { top, left } = info.padInfo;
  const needed = [
    (info.outHeight - 1) * info.strideHeight + info.filterHeight,
    (info.outWidth - 1) * info.strideWidth + info.filterWidth,
  ];
  const padded = top > 0 || left > 0 || needed[0] > info.inHeight || needed[1] > info.inWidth;
  const paddedHeight = Math.max(info.inHeight + top, needed[0]);
  const paddedRow = Math.max(info.inWidth + left, needed[1]) * info.inChannels;
  return {
    images: info.batchSize,
    height: info.outHeight,
    width: info.outWidth,
    inputHeight: info.inHeight,
    inputWidth: info.inWidth,
    inputChannels: info.inChannels,
    inputRow: info.inWidth * info.inChannels,
    top,
    left,
    leftFloats: left * info.inChannels,
    padded,
    paddedHeight,
    paddedRow,
    runs: info.filterHeight,
    length: info.filterWidth * info.inChannels,
    runStride: paddedRow * 4,
    step: info.strideWidth * info.inChannels * 4,
    rowStride: info.strideHeight * paddedRow * 4,
    imageStride: paddedHeight * paddedRow * 4,
    outputChannels: info.outChannels,
    outputShape: info.outShape as Shape4D,
  };
}

/** Runs `work` on the input, surrounded by zeros if the geometry requires padding. */
export function withPadding<T>(backend: Backend, x: TensorInfo, g: Geometry, work: (at: Pointer) => T): T {
  if (!g.padded) return work(pointer(backend, x));
  return withScratch(backend, g.images * g.imageStride, (at) => {
    kernels().padImages(
      pointer(backend, x),
      at,
      g.images,
      g.inputHeight,
      g.inputRow,
      g.top,
      g.leftFloats,
      g.paddedHeight,
      g.paddedRow,
    );
    return work(at);
  });
}
