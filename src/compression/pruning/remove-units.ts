import { InvalidModelError } from '../../errors.ts';
import { classifier } from '../../models/classifier.ts';
import { cloneModel } from '../../models/network/clone-model.ts';
import type { Network } from '../../models/network/contract.ts';
import { isSimulated } from '../../models/network/simulation.ts';
import { assertFiniteWeights, readWeights, writeWeights } from '../../models/network/weights.ts';
import type { CompressedNetwork, CompressionContext } from '../contract.ts';
import { describeCompressed } from '../define.ts';
import { float32, type Encoding } from '../storage/encoding.ts';
import { finetune, type Finetuning } from './finetune.ts';
import { goneMask, keptWeights, type Kept, type KeptAxes } from './unit-graph.ts';

export interface Removal {
  /** Name with parameters, as in `pruneNeurons(0.3)`. */
  readonly name: string;
  /** Per layer name, which of its units stay. */
  readonly units: ReadonlyMap<string, Kept>;
  /** Whether units are set to zero instead of removed. */
  readonly keepShape: boolean;
  readonly finetuning: Finetuning | undefined;
}

/**
 * Returns a copy of a network without some units. Their weights, their biases and the weights that later layers apply to
 * them are removed, or zero if the shape is kept. Both give the same predictions.
 *
 * @throws InvalidModelError if a later layer cannot lose its inputs, or activations are simulated
 */
export async function removeUnits(
  original: Network,
  { name, units, keepShape, finetuning }: Removal,
  context: CompressionContext,
): Promise<CompressedNetwork> {
  const { model, inputRange } = original;
  const { before } = context;
  assertFiniteWeights(model);
  if (isSimulated(original)) {
    throw new InvalidModelError(
      `${name}: the activations of "${original.name}" are quantised.\nExpected the network before quantisation.\nPrune first, as in compress(${name}, quantize.int8(…)).`,
    );
  }
  const kept = keptWeights(name, model, units);
  const values = readWeights(model);
  const gone = model.weights.map(({ name: weight, shape }) => goneMask(shape as number[], kept.get(weight) ?? []));
  const copy = keepShape ? cloneModel(model) : cloneModel(model, (layer) => narrow(layer, units));
  writeWeights(
    copy,
    values.map((all, i) =>
      keepShape ? all.map((value, at) => (gone[i][at] ? 0 : value)) : all.filter((_, at) => !gone[i][at]),
    ),
  );
  const previous = model.weights.map((_, i) => before?.encodings?.[i] ?? float32);
  let encodings = previous.map((encoding, i) => {
    return keepShape ? withGone(encoding, gone[i]) : without(encoding, gone[i], kept.get(model.weights[i].name));
  });
  const smaller = classifier(copy, { name: `${original.name}, ${name}`, inputRange });
  if (finetuning) {
    encodings = encodings.map(({ pruned }) => ({ ...float32, ...(pruned && { pruned }) }));
    await finetune(smaller, encodings, finetuning, context);
  }
  const bytesBefore = before?.bytesBefore ?? values.reduce((sum, { length }) => sum + 4 * length, 0);
  return describeCompressed(smaller, encodings, { bytesBefore, activationBytes: before?.activationBytes });
}

/** Sets the number of units in the configuration of a layer. */
function narrow(layer: { name: string; filters?: number; units?: number }, units: ReadonlyMap<string, Kept>): void {
  const count = units.get(layer.name)?.reduce((sum, flag) => sum + flag, 0);
  if (count !== undefined) layer[layer.filters === undefined ? 'units' : 'filters'] = count;
}

function withGone(encoding: Encoding, gone: Uint8Array): Encoding {
  if (!gone.includes(1)) return encoding;
  return { ...encoding, pruned: gone.map((flag, i) => flag | (encoding.pruned?.[i] ?? 0)) };
}

function without(encoding: Encoding, gone: Uint8Array, axes: KeptAxes = []): Encoding {
  const columns = axes[axes.length - 1];
  const left = columns && encoding.perChannel ? columns.reduce((sum, flag) => sum + flag, 0) / columns.length : 1;
  const pruned = encoding.pruned?.filter((_, i) => !gone[i]);
  return { ...encoding, tableBits: encoding.tableBits * left, ...(pruned && { pruned }) };
}
