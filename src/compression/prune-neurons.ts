import type { Split } from '../datasets/contract.ts';
import { fingerprint, validateSplit } from '../splits/index.ts';
import { InvalidOptionError } from '../errors.ts';
import { assertInRange } from '../models/network/input-range.ts';
import { networkOf } from '../models/network/network-of.ts';
import { checkOptions, flag, names, record, type LimitsOf } from '../options.ts';
import { describeCall, show } from '../show.ts';
import type { Compression } from './contract.ts';
import { describeFinetune, resolveFinetune, type FinetuneOptions } from './pruning/finetune.ts';
import { checkFraction } from './pruning/fraction.ts';
import { units } from './pruning/given-units.ts';
import { checkCanLoseUnits, removeUnits } from './pruning/remove-units.ts';
import { chooseInactive } from './pruning/inactive-units.ts';
import { unitGraph } from './pruning/unit-graph.ts';
import { candidates } from './pruning/units.ts';

export interface PruneNeuronsOptions {
  /** Set units to zero instead of removing them, so the network keeps its shape. @defaultValue false */
  readonly keepShape?: boolean;
  /** Names of the layers to prune. @defaultValue all convolutions and dense layers except the last */
  readonly layers?: readonly string[];
  /** Train the pruned network, by default on the same split. @defaultValue no fine-tuning */
  readonly finetune?: FinetuneOptions;
}

const limits: LimitsOf<PruneNeuronsOptions> = { keepShape: flag, layers: names, finetune: record };

/**
 * Neuron pruning: removes the units of each layer that are zero most often, with their weights, their biases and the
 * weights that later layers apply to them. The model gets smaller. Units are filters of convolutions and units of dense
 * layers. Returns the compression.
 *
 *   removed = the round(fraction · units) largest of APoZ, the average percentage of zeros of a unit's activations
 *
 * Halves are rounded to even; of equal units the first are removed. Labels are ignored. Pass training inputs, not the inputs
 * of the evaluation. Zeros are counted after the activation function, also if it is a later layer. Units whose outputs are
 * added or multiplied go together, and the mean of their shares counts.
 *
 * A layer without an activation that is ever zero keeps all units, such as a linear shortcut and what is added to it; so does
 * one whose units a later layer needs, such as a softmax over them. The result lists it as skipped. `prunedLayers` of the
 * result holds the shares and the positions of the removed units. `pruneNeurons.units` removes units that you choose.
 *
 * Differs from the code of Hu et al. 2021, which removes the units that are zero least often.
 *
 * @param split - inputs on which zero activations are counted
 * @throws InvalidOptionError on a fraction outside [0, 1), or one that leaves a layer without units; InvalidDataError on a
 *   split that cannot be used; InvalidModelError on recurrent layers, or if each layer would be skipped, or a named one
 * @see Hu, Peng, Tai and Tang 2016, arXiv:1607.03250; Hu et al. 2021, section II.E
 */
export function pruneNeurons(fraction: number, split: Split, options: PruneNeuronsOptions = {}): Compression {
  checkFraction('pruneNeurons', 'fraction', fraction);
  const owner = `pruneNeurons(${fraction})`;
  if (typeof split !== 'object' || split === null) {
    throw new InvalidOptionError(
      `${owner}: the split is ${show(split)}.\nExpected a split of inputs to count zero activations on.\nWrite pruneNeurons(${fraction}, dataset.train).`,
    );
  }
  const { layers, finetune, ...changes } = checkOptions(owner, options, limits);
  const { keepShape = false } = changes;
  const finetuning = resolveFinetune(finetune, split);
  const name = describeCall('pruneNeurons', fraction, {
    ...changes,
    layers,
    ...(finetune && { finetune: describeFinetune(finetune) }),
  });
  return {
    name,
    options: {
      fraction,
      keepShape,
      split: fingerprint(split),
      ...(layers && { layers }),
      ...(finetuning && { finetune: finetuning.options }),
    },
    compress: async (classifier, context = {}) => {
      const network = networkOf(classifier);
      validateSplit(
        { ...split, labels: new Int32Array(split.size) },
        classifier.classes,
        'the split that chooses the units',
      );
      checkCanLoseUnits(name, network);
      const graph = unitGraph(network.model);
      const found = candidates(name, network.model, graph, 'units', layers);
      assertInRange('pruneNeurons', split, classifier, 'the split that chooses the units');
      const { removed, prunedLayers } = chooseInactive(
        { owner: name, fraction, named: layers !== undefined },
        network.model,
        split,
        graph,
        found,
      );
      return removeUnits(network, { name, graph, removed, prunedLayers, keepShape, finetuning }, context);
    },
  };
}

pruneNeurons.units = units;
