import type { Tensor, TensorInfo } from '@tensorflow/tfjs-core';
import type { Shape4D } from '../../kernels/attributes.ts';
import type { Stage } from '../../operations/sequence.ts';
import { tf, type Tensor4D } from '../../tensors.ts';
import { isSmall } from './few-channels.ts';
import { bindingTensor, type NativeKernel } from './kernel.ts';

/** A stage in the form that the binding takes. */
interface Prepared {
  readonly of: Stage['of'];
  /** Output shape per input. */
  readonly shape: number[];
  /** Tensor numbers of the weights and of the bias, if there is one. */
  readonly ids: number[];
  readonly padding: number[];
  readonly window: number[];
  readonly relu: boolean;
  readonly keep: string;
}

/**
 * Runs stages one after another on a few inputs at a time, with the same bits as their separate kernels. Large convolutions use the
 * separate kernels.
 */
export const sequence: NativeKernel<{ readonly stages: readonly Stage[] }> = {
  kernelName: 'Sequence',
  compute({ inputs, attrs: { stages }, backend }) {
    const [batch, ...itemShape] = inputs.x.shape;
    const weightsOf = (i: number) => [inputs[`kernel${i}`], inputs[`bias${i}`]].filter(Boolean);
    const areSmall = stages.every(({ of, ...stage }, i) => {
      if (of !== 'convolution') return true;
      return 'strides' in stage && tf.backend_util.tupleValuesAreOne(stage.strides) && isSmall(weightsOf(i)[0].shape);
    });
    if (!areSmall || batch === 0) return tf.tidy(() => oneByOne(inputs.x as Tensor, stages, weightsOf));
    let shape = itemShape;
    const prepared = stages.map((stage, i) => {
      const weights = weightsOf(i);
      const ready = prepare(stage, shape, weights, backend.getInputTensorIds(weights));
      shape = ready.shape;
      return ready;
    });
    const [x] = backend.getInputTensorIds([inputs.x]);
    const kept = prepared.filter(({ keep }) => keep !== '');
    return backend.binding
      .runSequence(x, prepared)
      .map((id, i) =>
        bindingTensor(backend, id, [batch, ...(kept[i].keep === 'means' ? kept[i].shape.slice(-1) : kept[i].shape)]),
      );
  },
};

function prepare(stage: Stage, shape: number[], [kernel]: TensorInfo[], ids: number[]): Prepared {
  const { of, keep = '' } = stage;
  const common = { of, keep, ids, padding: [], window: [], relu: false };
  const input = [1, ...shape] as Shape4D;
  if (stage.of === 'dense') return { ...common, relu: stage.relu, shape: kernel.shape.slice(1) };
  if (stage.of === 'convolution') {
    const g = tf.backend_util.computeConv2DInfo(input, kernel.shape as Shape4D, 1, 1, stage.pad);
    return { ...common, relu: stage.relu, shape: g.outShape.slice(1), padding: [g.padInfo.top, g.padInfo.left] };
  }
  const g = tf.backend_util.computePool2DInfo(input, stage.size, stage.strides, 1, stage.pad);
  const window = [g.filterHeight, g.filterWidth, g.strideHeight, g.strideWidth, g.padInfo.top, g.padInfo.left];
  return { ...common, window, shape: g.outShape.slice(1) };
}

/** Runs the stages by the separate kernels of their layers. */
function oneByOne(x: Tensor, stages: readonly Stage[], weightsOf: (i: number) => TensorInfo[]): Tensor[] {
  let last = x;
  return stages.flatMap((stage, i) => {
    const [kernel, bias] = weightsOf(i) as Tensor[];
    if (stage.of === 'pooling') last = tf.maxPool(last as Tensor4D, stage.size, stage.strides, stage.pad);
    if (stage.of === 'convolution') last = tf.conv2d(last as Tensor4D, kernel as Tensor4D, stage.strides, stage.pad);
    if (stage.of === 'dense') last = tf.matMul(tf.reshape(last, [x.shape[0], -1]), kernel);
    if (bias) last = tf.add(last, bias);
    if (stage.of !== 'pooling' && stage.relu) last = tf.relu(last);
    if (stage.keep === undefined) return [];
    return stage.keep === 'means' ? tf.mean(last, [1, 2]) : last;
  });
}
