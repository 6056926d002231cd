import { InvalidModelError } from '../../errors.ts';
import { classifier } from '../../models/classifier.ts';
import { cloneModel } from '../../models/network/clone-model.ts';
import type { Network } from '../../models/network/contract.ts';
import { isSimulated } from '../../models/network/simulation.ts';
import { assertFiniteWeights, readWeights, writeWeights } from '../../models/network/weights.ts';
import type { CompressedNetwork, CompressionContext, PrunedLayer } from '../contract.ts';
import { describeCompressed } from '../define.ts';
import { float32 } from '../storage/encoding.ts';
import { finetune, type Finetuning } from './finetune.ts';
import { cutsOf, narrow, withGone, without } from './kept-weights.ts';
import type { UnitGraph } from './unit-graph.ts';

export interface Removal {
  /** Name with parameters, as in `pruneNeurons(0.3)`. */
  readonly name: string;
  readonly graph: UnitGraph;
  /** The removed units; each stands for all units that go with it. */
  readonly removed: ReadonlySet<number>;
  readonly prunedLayers: readonly PrunedLayer[];
  /** Whether units are set to zero instead of removed. */
  readonly keepShape: boolean;
  readonly finetuning: Finetuning | undefined;
}

/** @throws InvalidModelError if a weight is not finite, or activations are simulated */
export function checkCanLoseUnits(owner: string, network: Network): void {
  assertFiniteWeights(network.model);
  if (!isSimulated(network)) return;
  throw new InvalidModelError(
    `${owner}: the activations of "${network.name}" are quantised.\nExpected the network before quantisation.\nPrune first, as in compress(${owner}, quantize.int8(…)).`,
  );
}

/**
 * Returns a copy of a network without some units. Their weights, their biases and the weights that later layers apply to
 * them are removed, or zero if the shape is kept. Both give the same predictions.
 */
export async function removeUnits(
  original: Network,
  { name, graph, removed, prunedLayers, keepShape, finetuning }: Removal,
  context: CompressionContext,
): Promise<CompressedNetwork> {
  const { model, inputRange, encoder } = original;
  const { before } = context;
  const values = readWeights(model);
  const cuts = cutsOf(model, graph, removed);
  const copy = keepShape
    ? cloneModel(model)
    : cloneModel(model, (configuration) => {
        const layer = model.layers.find((one) => one.name === configuration.name);
        if (layer) narrow(configuration, layer, graph, removed);
      });
  writeWeights(
    copy,
    values.map((all, i) =>
      keepShape ? all.map((value, at) => (cuts[i].gone[at] ? 0 : value)) : all.filter((_, at) => !cuts[i].gone[at]),
    ),
  );
  const previous = model.weights.map((_, i) => before?.encodings?.[i] ?? float32);
  let encodings = previous.map((encoding, i) => (keepShape ? withGone : without)(encoding, cuts[i]));
  const smaller = classifier(copy, { name: `${original.name}, ${name}`, inputRange, encoder });
  if (finetuning) {
    encodings = encodings.map(({ pruned }) => ({ ...float32, ...(pruned && { pruned }) }));
    await finetune(smaller, encodings, finetuning, context);
  }
  const bytesBefore = before?.bytesBefore ?? values.reduce((sum, { length }) => sum + 4 * length, 0);
  const compressed = describeCompressed(smaller, encodings, { bytesBefore, activationBytes: before?.activationBytes });
  const order = [...graph.coupling.computedBy.keys()].map((layer) => layer.name);
  const place = ({ layer }: PrunedLayer): number => order.indexOf(layer);
  return { ...compressed, prunedLayers: [...prunedLayers].sort((a, b) => place(a) - place(b)) };
}
