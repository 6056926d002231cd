import { isKernel, type Layer } from '../../models/network/layers.ts';
import { along, channelAxis, dividesBySum, type Application } from './channel-axes.ts';
import type { Channels, Coupling } from './coupling.ts';

/** kernel [...field, in, out], or [...field, out, in] if transposed; bias [out]. */
export function withKernel(application: Application, coupling: Coupling): Channels {
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
export function separable(application: Application, coupling: Coupling): Channels {
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
export function depthwise(application: Application, coupling: Coupling): Channels | undefined {
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

/** kernel [in, gates · units] of the first cell; the units of the layer depend on each other over time and stay. */
export function recurrent(application: Application, coupling: Coupling): undefined {
  const { layer, inputs, shapes } = application;
  const incoming = along(channelAxis(layer, shapes[0]), application, coupling);
  const kernel = layer.weights.find(({ originalName }) => /(^|\/)kernel$/.test(originalName));
  if (kernel) coupling.bind(layer, kernel.name, kernel.shape.length - 2, incoming);
  for (const state of inputs.slice(1)) if (state) coupling.pin(state.units, layer);
}

export function bidirectional(application: Application, coupling: Coupling): undefined {
  const { forwardLayer, backwardLayer } = application.layer as unknown as Record<string, Layer>;
  for (const layer of [forwardLayer, backwardLayer]) recurrent({ ...application, layer }, coupling);
}
