import { resolveOptions } from '../../options.ts';
import { describeCall } from '../../show.ts';
import { networkOf } from '../../models/network/network-of.ts';
import type { Compression } from '../contract.ts';
import { describeFinetune, resolveFinetune, type FinetuneOptions } from './finetune.ts';
import { checkFraction } from './fraction.ts';
import { removeUnits } from './remove-units.ts';
import { roundToEven } from '../quantization/rounding.ts';
import type { Kept } from './unit-graph.ts';
import { checkUnitsLeft, keptWithout, smallest, unitLayers } from './units.ts';
import { weightsOf } from '../storage/weight.ts';

export interface StructuredOptions {
  /** Set units to zero instead of removing them, so the network keeps its shape. @defaultValue false */
  readonly keepShape?: boolean;
  /** Names of the layers to prune, including dense layers. @defaultValue all convolutions */
  readonly layers?: readonly string[];
  /** Train the pruned network. @defaultValue no fine-tuning */
  readonly finetune?: FinetuneOptions;
}

/**
 * Structured pruning: removes the filters with the smallest L1 norm from every convolution, with their biases and the
 * weights that later layers apply to them. The model gets smaller. Returns the compression.
 *
 *   removed = the round(fraction · filters) smallest of Σ |w|
 *
 * Halves are rounded to even; of equal filters the first are removed.
 *
 * @throws InvalidOptionError on a fraction outside [0, 1), or one that leaves a layer without filters; InvalidModelError on
 *   a network without convolutions, with recurrent layers, or that is not a chain
 * @see Li et al. 2017, arXiv:1608.08710, section 3.1
 */
export function structured(fraction: number, options: StructuredOptions = {}): Compression {
  const owner = `prune.structured(${fraction})`;
  checkFraction('prune.structured', 'fraction', fraction);
  const { layers, finetune, ...changes } = options;
  const { keepShape } = resolveOptions(owner, { keepShape: false }, changes);
  const finetuning = resolveFinetune(finetune);
  const name = describeCall('prune.structured', fraction, {
    ...changes,
    layers,
    ...(finetune && { finetune: describeFinetune(finetune) }),
  });
  return {
    name,
    options: { fraction, keepShape, ...(layers && { layers }), ...(finetuning && { finetune: finetuning.options }) },
    compress: async (classifier, context = {}) => {
      const network = networkOf(classifier);
      const weights = weightsOf(network.model);
      const units = new Map<string, Kept>();
      for (const unitLayer of unitLayers(name, network.model, 'filters', layers)) {
        const count = roundToEven(fraction * unitLayer.units);
        checkUnitsLeft(name, unitLayer, count);
        const kernel = weights.find(({ layer, role }) => layer === unitLayer.layer.name && role === 'kernel');
        const norms = new Float64Array(unitLayer.units);
        kernel?.values.forEach((value, i) => (norms[kernel.channelOf(i)] += Math.abs(value)));
        units.set(unitLayer.layer.name, keptWithout(smallest(norms, count), unitLayer.units));
      }
      return removeUnits(network, { name, units, keepShape, finetuning }, context);
    },
  };
}
