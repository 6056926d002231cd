import type { Split } from '../datasets/contract.ts';
import { fingerprint, validateSplit } from '../splits/index.ts';
import { InvalidModelError, InvalidOptionError } from '../errors.ts';
import { assertInRange } from '../models/network/input-range.ts';
import { networkOf } from '../models/network/network-of.ts';
import { resolveOptions } from '../options.ts';
import { describeCall } from '../show.ts';
import type { Compression } from './contract.ts';
import { describeFinetune, resolveFinetune, type FinetuneOptions } from './pruning/finetune.ts';
import { checkFraction } from './pruning/fraction.ts';
import { removeUnits } from './pruning/remove-units.ts';
import { roundToEven } from './quantization/rounding.ts';
import type { Kept } from './pruning/unit-graph.ts';
import { checkUnitsLeft, keptWithout, smallest, unitLayers } from './pruning/units.ts';
import { zeroShares } from './pruning/zero-shares.ts';

export interface PruneNeuronsOptions {
  /** Set units to zero instead of removing them, so the network keeps its shape. @defaultValue false */
  readonly keepShape?: boolean;
  /** Names of the layers to prune. @defaultValue all convolutions and dense layers except the last */
  readonly layers?: readonly string[];
  /** Train the pruned network, by default on the same split. @defaultValue no fine-tuning */
  readonly finetune?: FinetuneOptions;
}

/**
 * Neuron pruning: removes the units of each layer that are zero most often, with their weights, their biases and the
 * weights that later layers apply to them. The model gets smaller. Units are filters of convolutions and units of dense
 * layers. Returns the compression.
 *
 *   removed = the round(fraction · units) largest of APoZ, the average percentage of zeros of a unit's activations
 *
 * Halves are rounded to even; of equal units the first are removed. Labels are ignored. Pass training inputs, not the inputs
 * of the evaluation.
 *
 * Differs from the code of Hu et al. 2021, which removes the units that are zero least often.
 *
 * @param split - inputs on which zero activations are counted
 * @throws InvalidOptionError on a fraction outside [0, 1), or one that leaves a layer without units; InvalidDataError on a
 *   split that cannot be used; InvalidModelError on recurrent layers, a network that is not a chain, or a layer whose units
 *   are never zero
 * @see Hu, Peng, Tai and Tang 2016, arXiv:1607.03250; Hu et al. 2021, section II.E
 */
export function pruneNeurons(fraction: number, split: Split, options: PruneNeuronsOptions = {}): Compression {
  const owner = `pruneNeurons(${fraction})`;
  checkFraction('pruneNeurons', 'fraction', fraction);
  if (typeof split !== 'object' || split === null) {
    throw new InvalidOptionError(
      `${owner}: the split is ${String(split)}.\nExpected a split of inputs to count zero activations on.\nWrite pruneNeurons(${fraction}, dataset.train).`,
    );
  }
  const { layers, finetune, ...changes } = options;
  const { keepShape } = resolveOptions(owner, { keepShape: false }, changes);
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
      validateSplit(
        { ...split, labels: new Int32Array(split.size) },
        classifier.classes,
        'the split that chooses the units',
      );
      const network = networkOf(classifier);
      const chosen = unitLayers(name, network.model, 'units', layers);
      assertInRange('pruneNeurons', split, classifier, 'the split that chooses the units');
      const shares = zeroShares(
        network.model,
        chosen.map(({ layer }) => layer),
        split,
      );
      const units = new Map<string, Kept>();
      chosen.forEach((unitLayer, i) => {
        const count = roundToEven(fraction * unitLayer.units);
        checkUnitsLeft(name, unitLayer, count);
        if (count > 0 && shares[i].every((share) => share === 0)) throw neverZero(name, unitLayer.layer.name);
        units.set(
          unitLayer.layer.name,
          keptWithout(
            smallest(
              shares[i].map((share) => -share),
              count,
            ),
            unitLayer.units,
          ),
        );
      });
      return removeUnits(network, { name, units, keepShape, finetuning }, context);
    },
  };
}

function neverZero(owner: string, layer: string): InvalidModelError {
  return new InvalidModelError(
    `${owner}: no unit of the layer "${layer}" is ever zero, so no unit is inactive more often than another.\n` +
      'Expected an activation that outputs zeros, such as ReLU.\nPrune by the norm of the weights instead, with prune.structured.',
  );
}
