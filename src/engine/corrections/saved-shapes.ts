import { tf, type Tensor } from '../tensors.ts';

/** Kernels whose gradients read only the shapes of the tensors that TensorFlow.js saves for them. */
const byShape = new Set(['Add', 'Sub', 'Reshape', 'ExpandDims', 'Sum', 'Mean', 'PadV2', 'Concat', 'Slice']);

/** The method of the engine that records an operation; its types omit it. */
interface Recorder {
  addTapeNode(
    kernelName: string,
    inputs: object,
    outputs: Tensor[],
    gradient: unknown,
    saved?: Tensor[],
    attrs?: object,
  ): void;
}

const corrected = new WeakSet<object>();

/**
 * Frees what gradients do not read. TensorFlow.js 4.22 keeps the operands of sums, paddings and the like until the gradient is
 * taken, although it needs nothing but their shapes, which a disposed tensor still has. Of a convolution with a bias, these are the
 * sums before the bias is added: one more tensor as large as the output of the layer.
 */
export function freeSavedByShape(): void {
  const engine = tf.engine() as unknown as Recorder;
  if (corrected.has(engine)) return;
  corrected.add(engine);
  const record = engine.addTapeNode.bind(engine);
  engine.addTapeNode = (kernelName, inputs, outputs, gradient, saved, attrs) => {
    record(kernelName, inputs, outputs, gradient, saved, attrs);
    if (byShape.has(kernelName)) tf.dispose(saved ?? []);
  };
}
