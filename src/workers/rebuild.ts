import { tf, tfl } from '../engine/tensors.ts';
import type { Split } from '../datasets/contract.ts';
import { classifier } from '../models/classifier.ts';
import type { Network } from '../models/network/contract.ts';
import type { CarriedModel } from './contract.ts';

/** A worker cannot compute with a model as the main thread does. */
export class Refused extends Error {}

/**
 * Makes a classifier of one in shared memory, and checks that it computes the same bits.
 *
 * @throws Refused if a layer is unknown here, or computes other values
 */
export async function rebuilt({ name, inputRange, topology, specs, weights, probe }: CarriedModel): Promise<Network> {
  if (JSON.stringify(topology).includes('"GraphOperation"')) await import('../models/import/layers/graph-operation.ts');
  const network = await build().catch((cause: unknown) => {
    throw new Refused(`a worker cannot build it: ${cause instanceof Error ? cause.message : String(cause)}`);
  });
  const outputs = await outputsOf(network, probe.split);
  const isSame = outputs.every((data, at) => data.every((value, i) => Object.is(value, probe.outputs[at][i])));
  if (isSame) return network;
  network.dispose();
  throw new Refused('a worker computes other values, as if a layer was changed');

  async function build(): Promise<Network> {
    const weightData = Uint8Array.from(new Uint8Array(weights)).buffer;
    const weightSpecs = specs as tf.io.WeightsManifestEntry[];
    const model = await tfl.loadLayersModel(tf.io.fromMemory({ modelTopology: topology, weightSpecs, weightData }));
    return classifier(model, { name, inputRange });
  }
}

/** The features and the probabilities of some inputs. */
export async function outputsOf(network: Network, split: Split): Promise<Float32Array[]> {
  const { features, probabilities } = await network.outputs(split);
  return [features.data, probabilities.data];
}
