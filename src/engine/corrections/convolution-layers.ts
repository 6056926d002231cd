import { tf, type Tensor } from '../tensors.ts';
import { patchLayer, withProperties, type LayerMethods } from './patch-layer.ts';

interface Weight {
  read(): Tensor;
}

/** A convolutional layer of TensorFlow.js. */
export interface Convolution extends LayerMethods {
  readonly kernelSize: readonly number[];
  readonly kernel: Weight;
  readonly bias: Weight | null;
  readonly activation: { apply(x: Tensor): Tensor };
  readonly strides: [number, number];
  readonly padding: 'valid' | 'same' | 'causal';
  readonly dataFormat: 'channelsFirst' | 'channelsLast';
  readonly dilationRate: readonly number[];
  readonly depthMultiplier?: number;
  /** The cell of a recurrent layer. */
  readonly cell?: { readonly dataFormat: string };
}

let corrected = false;

/**
 * Corrects options of convolutional layers that TensorFlow.js 4.22 computes wrongly, ignores or omits from the configuration,
 * so that copies and saved models lost them.
 */
export function correctConvolutionLayers(): void {
  if (corrected) return;
  corrected = true;
  correctCausalPadding();
  for (const className of ['Conv1D', 'SeparableConv2D', 'ConvLSTM2D']) correctChannelsFirst(className);
  keepInConfiguration('Conv1D', 'dataFormat', 'channelsLast');
  keepInConfiguration('SeparableConv2D', 'depthMultiplier', 1);
}

/** Pads a sequence in front, which the stock layer does not implement: an output depends on no later step. */
function correctCausalPadding(): void {
  const steps = ({ dataFormat }: Convolution): number => (dataFormat === 'channelsFirst' ? 2 : 1);
  const missing = ({ kernelSize, dilationRate }: Convolution): number => (kernelSize[0] - 1) * dilationRate[0];
  patchLayer<Convolution, 'call'>('Conv1D', 'call', (stock) => {
    return function (inputs, kwargs) {
      if (this.padding !== 'causal') return stock.call(this, inputs, kwargs);
      const [x] = [inputs].flat();
      const sides = x.shape.map((_, axis): [number, number] => [axis === steps(this) ? missing(this) : 0, 0]);
      return tf.tidy(() => stock.call(withProperties(this, { padding: 'valid' }), tf.pad(x, sides), kwargs));
    };
  });
  patchLayer<Convolution, 'computeOutputShape'>('Conv1D', 'computeOutputShape', (stock) => {
    return function (inputShape) {
      if (this.padding !== 'causal') return stock.call(this, inputShape);
      const padded = inputShape.map((size, axis) =>
        size !== null && axis === steps(this) ? size + missing(this) : size,
      );
      return stock.call(withProperties(this, { padding: 'valid' }), padded);
    };
  });
}

/** Moves the channels last, runs the layer and moves them back. The stock layers do not move them back, or move them too late. */
function correctChannelsFirst(className: string): void {
  const order = { dataFormat: 'channelsLast' };
  patchLayer<Convolution, 'call'>(className, 'call', (stock) => {
    return function (inputs, kwargs) {
      const { dataFormat } = this.cell ?? this;
      if (dataFormat !== 'channelsFirst') return stock.call(this, inputs, kwargs);
      const layer = withProperties(this, this.cell ? { cell: withProperties(this.cell, order) } : order);
      return tf.tidy(() => {
        const x = lastChannels([inputs].flat()[0], dataFormat, this.cell ? 2 : 1);
        const outputs = [stock.call(layer, x, kwargs)].flat().map((y) => firstChannels(y, y.rank === 5 ? 2 : 1));
        return outputs.length === 1 ? outputs[0] : outputs;
      });
    };
  });
}

/** Adds an option to the configuration of a layer class if it does not have its default value. */
function keepInConfiguration(className: string, option: 'dataFormat' | 'depthMultiplier', standard: unknown): void {
  patchLayer<Convolution, 'getConfig'>(className, 'getConfig', (stock) => {
    return function () {
      const { [option]: value } = this;
      return value === standard ? stock.call(this) : { ...stock.call(this), [option]: value };
    };
  });
}

/** Moves the axis of the channels to the end. */
export function lastChannels(x: Tensor, dataFormat: string, channels = 1): Tensor {
  if (dataFormat !== 'channelsFirst') return x;
  return tf.transpose(x, [...x.shape.keys()].filter((axis) => axis !== channels).concat(channels));
}

/** Moves the last axis, the channels, to another place. */
export function firstChannels(x: Tensor, channels = 1): Tensor {
  const axes = [...x.shape.keys()].slice(0, -1);
  axes.splice(channels, 0, x.rank - 1);
  return tf.transpose(x, axes);
}
