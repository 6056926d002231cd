import { createHash } from 'node:crypto';
import type { Split } from '../datasets/contract.ts';
import { tf, type LayersModel } from '../engine/tensors.ts';
import { artifactsOf } from '../models/files/save.ts';
import { partsOf } from '../models/network/layers.ts';
import type { Network } from '../models/network/contract.ts';
import { isMadeHere } from '../models/network/network-of.ts';
import { isNetwork } from '../models/network/is-network.ts';
import { isSimulated } from '../models/network/simulation.ts';
import { subset } from '../splits/index.ts';
import type { CarriedModel } from './contract.ts';
import { outputsOf } from './rebuild.ts';

/** Number of inputs whose outputs a worker has to compute to the bit. */
const mostProbed = 4;

const carried = new WeakMap<LayersModel, { readonly digest: string; readonly model: CarriedModel }>();
let models = 0;

/**
 * Says why a worker cannot compute with a model.
 *
 * @returns the reason; undefined if nothing is known against it
 */
export function obstacleIn(model: object): string | undefined {
  if (!isNetwork(model)) return 'the model has no layers that another thread could compute';
  const { name } = model;
  if (!isMadeHere(model)) return `the model "${name}" has methods of your own`;
  if (isSimulated(model)) return `the model "${name}" simulates a device`;
  const classes = tf.serialization.SerializationMap.getMap().classNameMap;
  for (const layer of partsOf(model.model)) {
    const registered = classes[layer.getClassName()]?.[0] as unknown;
    if (registered !== layer.constructor) return `the layer "${layer.name}" of "${name}" has a class of your own`;
  }
  return undefined;
}

/** Copies a model into shared memory. While its weights stand, it keeps its number. */
export async function carry(network: Network, split: Split): Promise<CarriedModel> {
  const { name, inputRange, model } = network;
  const { modelTopology, weightSpecs = [], weightData } = await artifactsOf(model);
  const values = new Uint8Array(tf.io.CompositeArrayBuffer.join(weightData));
  const digest = createHash('sha1')
    .update(JSON.stringify([name, inputRange, modelTopology]))
    .update(values)
    .digest('hex');
  const before = carried.get(model);
  if (before?.digest === digest) return before.model;
  const weights = new SharedArrayBuffer(values.length);
  new Uint8Array(weights).set(values);
  const probed = Array.from({ length: Math.min(mostProbed, split.size) }, (_, i) => i);
  const part = shared(subset(split, probed)); // without texts and encoder: a worker cannot receive functions
  const probe = { split: part, outputs: await outputsOf(network, part) };
  const topology = modelTopology as object;
  const made = { id: ++models, name, inputRange, topology, specs: weightSpecs, weights, probe };
  carried.set(model, { digest, model: made });
  return made;
}

/** Copies a split into shared memory. */
export function shared(split: Split): Split {
  const { inputs, labels, itemShape, size } = split;
  return { inputs: inShared(inputs), labels: inShared(labels), itemShape, size };
}

function inShared<Values extends Float32Array | Int32Array>(values: Values): Values {
  if (values.buffer instanceof SharedArrayBuffer) return values;
  const type = values.constructor as new (buffer: SharedArrayBuffer) => Values;
  const copy = new type(new SharedArrayBuffer(values.byteLength));
  copy.set(values);
  return copy;
}
