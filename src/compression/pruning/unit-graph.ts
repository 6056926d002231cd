import { tf, type LayersModel, type SymbolicTensor } from '../../engine/tensors.ts';
import { InvalidModelError } from '../../errors.ts';
import { activationOf, type Layer } from '../../models/network/layers.ts';

/** Whether each of the units of a layer stays. */
export type Kept = Uint8Array;
/** For every axis of a weight what stays along it; undefined where all does. */
export type KeptAxes = readonly (Kept | undefined)[];

const elementwise = new Set(
  (
    'Activation ReLU LeakyReLU ELU ThresholdedReLU Dropout SpatialDropout1D GaussianNoise GaussianDropout AlphaDropout ' +
    'MaxPooling1D MaxPooling2D AveragePooling1D AveragePooling2D GlobalMaxPooling1D GlobalMaxPooling2D ' +
    'GlobalAveragePooling1D GlobalAveragePooling2D ZeroPadding2D UpSampling2D Cropping2D'
  ).split(' '),
);

/**
 * What stays of every weight, by name, where units of some layers go: their own columns and biases, and what later layers
 * multiply them by, through pooling, normalisation, dropout and flattening.
 *
 * @param units - by name of the layer, what stays of its units
 * @throws InvalidModelError where a unit that goes reaches a layer that cannot lose an input
 */
export function keptWeights(
  owner: string,
  model: LayersModel,
  units: ReadonlyMap<string, Kept>,
): Map<string, KeptAxes> {
  const alive = new Map<number, Kept>(); // by id of the symbolic tensor, along its last axis
  const weights = new Map<string, KeptAxes>();
  for (const layer of model.layers) {
    const own = units.get(layer.name);
    const node = layer.inboundNodes[0];
    const incoming = (node?.inputTensors ?? []).map(({ id }) => alive.get(id));
    if (own === undefined && incoming.every((kept) => kept === undefined)) continue;
    if (layer.inboundNodes.length > 1 || incoming.length > 1 || isChannelsFirst(layer)) throw unfit(owner, layer);
    const outgoing = follow(owner, layer, node.inputTensors[0], incoming[0], own, weights);
    if (outgoing) alive.set(node.outputTensors[0].id, outgoing);
  }
  return weights;
}

function follow(
  owner: string,
  layer: Layer,
  input: SymbolicTensor,
  incoming: Kept | undefined,
  own: Kept | undefined,
  weights: Map<string, KeptAxes>,
): Kept | undefined {
  const kind = layer.getClassName();
  if (activationOf(layer) === 'softmax' && !(kind === 'Dense' && !own)) throw unfit(owner, layer); // shares are of all units
  if (kind === 'Dense' || kind === 'Conv1D' || kind === 'Conv2D') {
    for (const { name, originalName, shape } of layer.weights) {
      const before = shape.slice(0, -2).map(() => undefined);
      weights.set(name, originalName.endsWith('kernel') ? [...before, incoming, own] : [own]);
    }
    return own;
  }
  if (incoming === undefined) return undefined;
  if (kind === 'BatchNormalization') {
    for (const { name } of layer.weights) weights.set(name, [incoming]);
    return incoming;
  }
  if (elementwise.has(kind)) return incoming;
  if (kind === 'Flatten') {
    const positions = tf.util.sizeFromShape(input.shape.slice(1, -1) as number[]);
    return Uint8Array.from({ length: positions * incoming.length }, (_, i) => incoming[i % incoming.length]);
  }
  throw unfit(owner, layer);
}

/** 1 where a value of a weight goes. */
export function goneMask(shape: readonly number[], axes: KeptAxes): Uint8Array {
  const gone = new Uint8Array(tf.util.sizeFromShape([...shape]));
  let inner = gone.length;
  shape.forEach((size, axis) => {
    inner /= size;
    const kept = axes[axis];
    if (kept === undefined) return;
    for (let i = 0; i < gone.length; i++) if (!kept[Math.floor(i / inner) % size]) gone[i] = 1;
  });
  return gone;
}

function isChannelsFirst(layer: Layer): boolean {
  const { dataFormat, axis } = layer.getConfig() as { dataFormat?: string; axis?: number };
  const rank = (layer.input as SymbolicTensor).shape?.length;
  return (
    dataFormat === 'channelsFirst' ||
    (layer.getClassName() === 'BatchNormalization' && axis !== -1 && axis !== rank - 1)
  );
}

function unfit(owner: string, layer: Layer): InvalidModelError {
  return new InvalidModelError(
    `${owner}: units that go reach the layer "${layer.name}" (${layer.getClassName()}), which cannot lose them one by one.\n` +
      'Expected convolutions, dense layers, pooling, normalisation, dropout and flattening, one after the other, channels last.\n' +
      'Name the layers to prune in layers, so that none of them leads there.',
  );
}
