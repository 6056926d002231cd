import { tf, type Tensor } from '../tensors.ts';
import { correctKernel, tensorOf } from './correct.ts';

type Volume = [number, number, number, number, number];

interface VolumeAttributes {
  readonly strides: [number, number, number] | number;
  readonly pad: 'valid' | 'same' | number;
}

/**
 * Corrects 3D convolutions with padding `same` whose stride exceeds the window: TensorFlow.js 4.22 pads by a negative number and
 * so starts too late. Once the values that no window visits are cut off, no padding is needed.
 */
export function correctVolumePadding(backend: string): void {
  correctKernel<VolumeAttributes>(backend, 'Conv3D', ({ inputs: { x, filter }, attrs }, original) => {
    const visited = visitedPart(x.shape as Volume, filter.shape as Volume, attrs);
    if (!visited) return original({ x, filter }, attrs);
    const part = tf.slice(x as Tensor, [0, 0, 0, 0, 0], visited);
    const y = original({ x: part, filter }, attrs);
    part.dispose();
    return y;
  });
  correctKernel<VolumeAttributes>(backend, 'Conv3DBackpropFilterV2', ({ inputs: { x, dy }, attrs }, original) => {
    const visited = visitedPart(x.shape as Volume, (attrs as unknown as { filterShape: Volume }).filterShape, attrs);
    if (!visited) return original({ x, dy }, attrs);
    const part = tf.slice(x as Tensor, [0, 0, 0, 0, 0], visited);
    const dw = original({ x: part, dy }, attrs);
    part.dispose();
    return dw;
  });
  correctKernel<VolumeAttributes & { readonly inputShape: Volume }>(
    backend,
    'Conv3DBackpropInputV2',
    ({ inputs: { dy, filter }, attrs }, original) => {
      const { inputShape } = attrs;
      const visited = visitedPart(inputShape, filter.shape as Volume, attrs);
      if (!visited) return original({ dy, filter }, attrs);
      const part = tensorOf(original({ dy, filter }, { ...attrs, inputShape: visited }));
      const behind = inputShape.map((size, axis): [number, number] => [0, size - visited[axis]]);
      const dx = tf.pad(part, behind);
      part.dispose();
      return dx;
    },
  );
}

/** Returns the shape of the part of the input that windows visit, or undefined if they visit all of it. */
function visitedPart(input: Volume, filter: Volume, { strides, pad }: VolumeAttributes): Volume | undefined {
  if (pad !== 'same') return undefined;
  const [batch, ...sizes] = input;
  const steps = typeof strides === 'number' ? [strides, strides, strides] : strides;
  const visited = steps.map((stride, axis) => {
    const last = (Math.ceil(sizes[axis] / stride) - 1) * stride;
    return Math.min(sizes[axis], last + filter[axis]);
  });
  const shape: Volume = [batch, visited[0], visited[1], visited[2], sizes[3]];
  return shape.some((size, axis) => size < input[axis]) ? shape : undefined;
}
