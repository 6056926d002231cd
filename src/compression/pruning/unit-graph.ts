import { tf, type LayersModel, type SymbolicTensor } from '../../engine/tensors.ts';
import { InvalidModelError } from '../../errors.ts';
import { applicationsOf } from '../../models/network/graph.ts';
import { activationOf, type Layer } from '../../models/network/layers.ts';

/** Per unit of a layer: 1 if it stays, 0 if it is removed. */
export type Kept = Uint8Array;
/** Per axis of a weight, the entries that stay; undefined if all stay. */
export type KeptAxes = readonly (Kept | undefined)[];

const elementwise = new Set(
  (
    'Activation ReLU LeakyReLU ELU ThresholdedReLU Dropout SpatialDropout1D GaussianNoise GaussianDropout AlphaDropout ' +
    'MaxPooling1D MaxPooling2D AveragePooling1D AveragePooling2D GlobalMaxPooling1D GlobalMaxPooling2D ' +
    'GlobalAveragePooling1D GlobalAveragePooling2D ZeroPadding2D UpSampling2D Cropping2D'
  ).split(' '),
);

/**
 * Returns per weight name the entries that stay when units are removed. Each unit takes its column and bias with it, and
 * the weights that later layers apply to it, through pooling, normalisation, dropout and flattening.
 *
 * @param units - per layer name, which of its units stay
 * @throws InvalidModelError if a removed unit feeds a layer that cannot lose an input
 */
export function keptWeights(
  owner: string,
  model: LayersModel,
  units: ReadonlyMap<string, Kept>,
): Map<string, KeptAxes> {
  const alive = new Map<number, Kept>(); // per id of a symbolic tensor, along its last axis
  const weights = new Map<string, KeptAxes>();
  const applications = applicationsOf(model);
  for (const { layer, inputs, outputs } of applications) {
    const keptUnits = units.get(layer.name);
    const incoming = inputs.map(({ id }) => alive.get(id));
    if (keptUnits === undefined && incoming.every((kept) => kept === undefined)) continue;
    const isShared = applications.filter((other) => other.layer === layer).length > 1;
    if (isShared || incoming.length > 1 || isChannelsFirst(layer, inputs[0])) throw unfit(owner, layer);
    const outgoing = follow(owner, layer, inputs[0], incoming[0], keptUnits, weights);
    if (outgoing) alive.set(outputs[0].id, outgoing);
  }
  return weights;
}

function follow(
  owner: string,
  layer: Layer,
  input: SymbolicTensor,
  incoming: Kept | undefined,
  keptUnits: Kept | undefined,
  weights: Map<string, KeptAxes>,
): Kept | undefined {
  const kind = layer.getClassName();
  if (activationOf(layer) === 'softmax' && !(kind === 'Dense' && !keptUnits)) throw unfit(owner, layer); // a softmax divides by the sum over all units
  if (kind === 'Dense' || kind === 'Conv1D' || kind === 'Conv2D') {
    for (const { name, originalName, shape } of layer.weights) {
      const before = shape.slice(0, -2).map(() => undefined);
      weights.set(name, originalName.endsWith('kernel') ? [...before, incoming, keptUnits] : [keptUnits]);
    }
    return keptUnits;
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

/** Returns the mask of a weight: 1 for each value that is removed. */
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

function isChannelsFirst(layer: Layer, input: SymbolicTensor): boolean {
  const { dataFormat, axis } = layer.getConfig() as { dataFormat?: string; axis?: number };
  const rank = input.shape.length;
  return (
    dataFormat === 'channelsFirst' ||
    (layer.getClassName() === 'BatchNormalization' && axis !== -1 && axis !== rank - 1)
  );
}

function unfit(owner: string, layer: Layer): InvalidModelError {
  return new InvalidModelError(
    `${owner}: the removed units feed the layer "${layer.name}" (${layer.getClassName()}), which cannot lose single inputs.\n` +
      'Expected a chain of convolutions, dense layers, pooling, normalisation, dropout and flattening, channels last.\n' +
      'Use the option layers to prune only layers that do not feed it.',
  );
}
