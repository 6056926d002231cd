import { activationOf, isNested, type Layer } from '../../models/network/layers.ts';
import type { Application, Channels, Coupling, Shape } from './coupling.ts';
import { merged } from './merged-units.ts';
import { moved } from './moved-units.ts';

/** Binds the weights of a layer to its units and those of its inputs; returns the units of its output. */
type Rule = (application: Application, coupling: Coupling) => Channels | undefined;

const words = (list: string): string[] => list.split(' ');
const table = new Map<string, Rule>([
  ...words('Dense Conv1D Conv2D Conv3D Conv2DTranspose Conv3DTranspose').map((kind) => [kind, withKernel] as const),
  ['SeparableConv2D', separable],
  ['DepthwiseConv2D', depthwise],
  ['BatchNormalization', batchNormalization],
  ['LayerNormalization', layerNormalization],
  ['PReLU', parametricReLU],
  ...words('Activation Softmax').map((kind) => [kind, activation] as const),
  ...words(
    'ReLU LeakyReLU ELU ThresholdedReLU Dropout SpatialDropout1D GaussianNoise GaussianDropout AlphaDropout',
  ).map((kind) => [kind, ({ inputs }: Application) => inputs[0]] as const),
  ...words(
    'MaxPooling1D MaxPooling2D MaxPooling3D AveragePooling1D AveragePooling2D AveragePooling3D ZeroPadding2D UpSampling2D Cropping2D',
  ).map((kind) => [kind, spatial] as const),
  ...words('GlobalMaxPooling1D GlobalMaxPooling2D GlobalAveragePooling1D GlobalAveragePooling2D').map(
    (kind) => [kind, globalPooling] as const,
  ),
  ...words('Flatten Reshape Permute RepeatVector').map((kind) => [kind, moved] as const),
  ...words('Add Multiply Average Maximum Minimum Concatenate').map((kind) => [kind, merged] as const),
  ...words('SimpleRNN GRU LSTM RNN ConvLSTM2D').map((kind) => [kind, recurrent] as const),
  ['Bidirectional', bidirectional],
  ['TimeDistributed', timeDistributed],
]);

/** Follows units through a layer. A layer without a rule needs all of its inputs. */
export function follow(application: Application, coupling: Coupling): Channels | undefined {
  const rule = table.get(application.layer.getClassName());
  if (rule) return rule(application, coupling);
  for (const input of application.inputs) if (input) coupling.pin(input.units, application.layer);
  return undefined;
}

/** Returns the axis of the channels of a tensor, as the layer reads it. */
function channelAxis(layer: Layer, shape: Shape): number {
  const { dataFormat } = layer.getConfig() as { dataFormat?: string };
  return dataFormat === 'channelsFirst' ? 1 : shape.length - 1;
}

/** Returns the units along an axis; if the input has units along another one, the layer mixes them, and they stay. */
function along(axis: number, { layer, inputs: [input] }: Application, coupling: Coupling): Int32Array | undefined {
  if (input === undefined || input.axis === axis) return input?.units;
  coupling.pin(input.units, layer);
  return undefined;
}

const isKernel = ({ originalName }: Layer['weights'][number]): boolean => /(^|[/_])kernel$/.test(originalName);

/** A softmax divides by the sum over all units. */
const dividesBySum = (layer: Layer): boolean => /softmax$/i.test(activationOf(layer));

/** kernel [...field, in, out], or [...field, out, in] if transposed; bias [out]. */
function withKernel(application: Application, coupling: Coupling): Channels {
  const { layer, shapes } = application;
  const kind = layer.getClassName();
  const axis = kind === 'Dense' ? shapes[0].length - 1 : channelAxis(layer, shapes[0]);
  const incoming = along(axis, application, coupling);
  const units = ownUnits(layer, coupling);
  for (const weight of layer.weights) {
    const rank = weight.shape.length;
    const [out, before] = kind.endsWith('Transpose') ? [rank - 2, rank - 1] : [rank - 1, rank - 2];
    if (isKernel(weight)) coupling.bind(layer, weight.name, before, incoming);
    coupling.bind(layer, weight.name, isKernel(weight) ? out : 0, units, isKernel(weight));
  }
  return { axis, units };
}

function ownUnits(layer: Layer, coupling: Coupling): Int32Array {
  const { filters, units } = layer.getConfig() as { filters?: number; units?: number };
  const own = coupling.unitsOf(layer, (filters ?? units) as number);
  if (dividesBySum(layer)) coupling.pin(own, layer);
  return own;
}

/** depthwise kernel [...field, in, multiplier], pointwise kernel [1, 1, in · multiplier, out], bias [out]. */
function separable(application: Application, coupling: Coupling): Channels {
  const { layer, shapes } = application;
  const axis = channelAxis(layer, shapes[0]);
  const incoming = along(axis, application, coupling);
  const units = ownUnits(layer, coupling);
  for (const { name, originalName, shape } of layer.weights) {
    if (originalName.endsWith('depthwise_kernel')) coupling.bind(layer, name, 2, incoming);
    else if (originalName.endsWith('pointwise_kernel')) {
      coupling.bind(layer, name, 2, incoming && repeated(incoming, (shape[2] as number) / incoming.length));
      coupling.bind(layer, name, 3, units, true);
    } else coupling.bind(layer, name, 0, units);
  }
  return { axis, units };
}

/** kernel [...field, in, multiplier], bias [in · multiplier]: each output belongs to the unit of its input. */
function depthwise(application: Application, coupling: Coupling): Channels | undefined {
  const { layer, shapes, output } = application;
  const axis = channelAxis(layer, shapes[0]);
  const incoming = along(axis, application, coupling);
  const outgoing = incoming && repeated(incoming, (output[axis] as number) / incoming.length);
  for (const weight of layer.weights) {
    if (isKernel(weight)) coupling.bind(layer, weight.name, 2, incoming, true);
    else coupling.bind(layer, weight.name, 0, outgoing);
  }
  if (outgoing === undefined || !dividesBySum(layer)) return outgoing && { axis, units: outgoing };
  coupling.pin(outgoing, layer);
  return undefined;
}

const repeated = (units: Int32Array, times: number): Int32Array =>
  Int32Array.from({ length: units.length * times }, (_, i) => units[Math.floor(i / times)]);

/** Weights [size of the axis]; any other axis keeps its units. */
function batchNormalization({ layer, inputs: [input], shapes }: Application, coupling: Coupling): Channels | undefined {
  const { axis } = layer.getConfig() as { axis: number };
  const isOfUnits = input?.axis === (axis + shapes[0].length) % shapes[0].length;
  for (const { name } of layer.weights) coupling.bind(layer, name, 0, isOfUnits ? input?.units : undefined);
  return input;
}

/** Mean and variance over the units need all of them. */
function layerNormalization({ layer, inputs: [input], shapes }: Application, coupling: Coupling): Channels | undefined {
  const { axis } = layer.getConfig() as { axis: number | number[] };
  const rank = shapes[0].length;
  if (input === undefined || ![axis].flat().some((one) => (one + rank) % rank === input.axis)) return input;
  coupling.pin(input.units, layer);
  return undefined;
}

/** alpha [...item], of size 1 along shared axes. */
function parametricReLU({ layer, inputs: [input] }: Application, coupling: Coupling): Channels | undefined {
  const [{ name, shape }] = layer.weights;
  shape.forEach((size, axis) => {
    if (size !== 1) coupling.bind(layer, name, axis, input?.axis === axis + 1 ? input.units : undefined);
  });
  return input;
}

function activation({ layer, inputs: [input], shapes }: Application, coupling: Coupling): Channels | undefined {
  const { axis = -1 } = layer.getConfig() as { axis?: number };
  const rank = shapes[0].length;
  if (input === undefined || !dividesBySum(layer) || (axis + rank) % rank !== input.axis) return input;
  coupling.pin(input.units, layer);
  return undefined;
}

function spatial(application: Application, coupling: Coupling): Channels | undefined {
  const axis = channelAxis(application.layer, application.shapes[0]);
  const units = along(axis, application, coupling);
  return units && { axis, units };
}

function globalPooling(application: Application, coupling: Coupling): Channels | undefined {
  const channels = spatial(application, coupling);
  return channels && { ...channels, axis: 1 };
}

/** kernel [in, gates · units] of the first cell; the units of the layer depend on each other over time and stay. */
function recurrent(application: Application, coupling: Coupling): undefined {
  const { layer, inputs, shapes } = application;
  const incoming = along(channelAxis(layer, shapes[0]), application, coupling);
  const kernel = layer.weights.find(({ originalName }) => /(^|\/)kernel$/.test(originalName));
  if (kernel) coupling.bind(layer, kernel.name, kernel.shape.length - 2, incoming);
  for (const state of inputs.slice(1)) if (state) coupling.pin(state.units, layer);
}

function bidirectional(application: Application, coupling: Coupling): undefined {
  const { forwardLayer, backwardLayer } = application.layer as unknown as Record<string, Layer>;
  for (const layer of [forwardLayer, backwardLayer]) recurrent({ ...application, layer }, coupling);
}

/** Applies the rule of the inner layer to one step in time. */
function timeDistributed(
  { layer, inputs: [input], shapes, output }: Application,
  coupling: Coupling,
): Channels | undefined {
  const { layer: inner } = layer as unknown as { layer: Layer };
  if (input && (input.axis === 1 || isNested(inner))) {
    coupling.pin(input.units, layer);
    return undefined;
  }
  const withoutTime = (shape: Shape): Shape => [shape[0], ...shape.slice(2)];
  const step = {
    layer: inner,
    inputs: [input && { ...input, axis: input.axis - 1 }],
    shapes: [withoutTime(shapes[0])],
  };
  const channels = follow({ ...step, output: withoutTime(output) }, coupling);
  return channels && { ...channels, axis: channels.axis + 1 };
}
