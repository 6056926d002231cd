import {
  arrangingLayers,
  functionLayers,
  isNested,
  noiseLayers,
  wrappedLayer,
  type Layer,
} from '../../models/network/layers.ts';
import { along, channelAxis, dividesBySum, type Application, type Shape } from './channel-axes.ts';
import type { Channels, Coupling } from './coupling.ts';
import { bidirectional, depthwise, recurrent, separable, withKernel } from './kernel-rules.ts';
import { merged, moved } from './arranging-rules.ts';

/** Binds the weights of a layer to its units and those of its inputs; returns the units of its output. */
type Rule = (application: Application, coupling: Coupling) => Channels | undefined;

const words = (list: string): string[] => list.split(' ');
const table = new Map<string, Rule>([
  ...words('Dense Conv1D Conv2D Conv3D Conv2DTranspose Conv3DTranspose').map((kind) => [kind, withKernel] as const),
  ['SeparableConv2D', separable],
  ['DepthwiseConv2D', depthwise],
  ['BatchNormalization', batchNormalization],
  ['LayerNormalization', layerNormalization],
  ...words('Activation Softmax').map((kind) => [kind, activation] as const),
  ...[...functionLayers, ...noiseLayers].map((kind) => [kind, ({ inputs }: Application) => inputs[0]] as const),
  ['PReLU', parametricReLU], // of the functions, the only one with weights
  ...words(
    'MaxPooling1D MaxPooling2D MaxPooling3D AveragePooling1D AveragePooling2D AveragePooling3D ZeroPadding2D UpSampling2D Cropping2D',
  ).map((kind) => [kind, spatial] as const),
  ...words('GlobalMaxPooling1D GlobalMaxPooling2D GlobalAveragePooling1D GlobalAveragePooling2D').map(
    (kind) => [kind, globalPooling] as const,
  ),
  ...arrangingLayers.map((kind) => [kind, moved] as const),
  ...words('Add Multiply Average Maximum Minimum Concatenate').map((kind) => [kind, merged] as const),
  ...words('SimpleRNN GRU LSTM RNN ConvLSTM2D').map((kind) => [kind, recurrent] as const),
  ['GraphOperation', imported],
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

/** Weights [size of the axis]; any other axis keeps its units. */
function batchNormalization({ layer, inputs: [input], shapes }: Application, coupling: Coupling): Channels | undefined {
  const { axis } = layer.getConfig() as { axis: number };
  const isOfUnits = input?.axis === (axis + shapes[0].length) % shapes[0].length;
  for (const { name } of layer.weights) coupling.bind(layer, name, 0, isOfUnits ? input?.units : undefined);
  return input;
}

/** Mean and variance over the units need all of them. */
function layerNormalization(application: Application, coupling: Coupling): Channels | undefined {
  const { axis } = application.layer.getConfig() as { axis: number | number[] };
  return throughAxes([axis].flat(), application, coupling);
}

/** Keeps the units if the layer computes over their axis. */
function throughAxes(
  axes: readonly number[],
  { layer, inputs: [input], shapes: [{ length: rank }] }: Application,
  coupling: Coupling,
): Channels | undefined {
  if (input && axes.some((axis) => (axis + rank) % rank === input.axis)) coupling.pin(input.units, layer);
  return input;
}

/** alpha [...item], of size 1 along shared axes. */
function parametricReLU({ layer, inputs: [input] }: Application, coupling: Coupling): Channels | undefined {
  const [{ name, shape }] = layer.weights;
  shape.forEach((size, axis) => {
    if (size !== 1) coupling.bind(layer, name, axis, input?.axis === axis + 1 ? input.units : undefined);
  });
  return input;
}

function activation(application: Application, coupling: Coupling): Channels | undefined {
  const { axis = -1 } = application.layer.getConfig() as { axis?: number | number[] };
  return throughAxes(dividesBySum(application.layer) ? [axis].flat() : [], application, coupling);
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

/** An operator of an imported graph: functions of each value, and poolings with the channels last. */
function imported(application: Application, coupling: Coupling): Channels | undefined {
  const { isPointwise, isByChannel } = application.layer as { isPointwise?: boolean; isByChannel?: boolean };
  const [input] = application.inputs;
  if (isPointwise) return input;
  if (isByChannel) return spatial(application, coupling);
  for (const each of application.inputs) if (each) coupling.pin(each.units, application.layer);
  return undefined;
}

/** Applies the rule of the inner layer to one step in time. */
function timeDistributed(
  { layer, inputs: [input], shapes, output }: Application,
  coupling: Coupling,
): Channels | undefined {
  const inner = wrappedLayer(layer) as Layer;
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
