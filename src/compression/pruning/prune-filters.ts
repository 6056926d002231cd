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
  /** Set units to zero, and leave the shape of the network as it is. @defaultValue false */
  readonly keepShape?: boolean;
  /** Names of the layers to prune; dense layers may be among them. @defaultValue all convolutions */
  readonly layers?: readonly string[];
  /** Train what is left. @defaultValue not */
  readonly finetune?: FinetuneOptions;
}

/**
 * Structured pruning: in every convolution the filters of the smallest L1 norm go, with their biases and with what later
 * layers multiply them by; the model gets smaller.
 *
 *   removed = the round(fraction · filters) smallest of Σ |w|
 *
 * Halves are rounded to even; of equal filters the first go.
 *
 * Throws InvalidOptionError on a fraction outside [0, 1), or one that would leave a layer without filters; InvalidModelError
 * on a network without convolutions, with recurrent layers, or not a chain.
 *
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
      for (const each of unitLayers(name, network.model, 'filters', layers)) {
        const count = roundToEven(fraction * each.units);
        checkUnitsLeft(name, each, count);
        const kernel = weights.find(({ layer, role }) => layer === each.layer.name && role === 'kernel');
        const norms = new Float64Array(each.units);
        kernel?.values.forEach((value, i) => (norms[kernel.channelOf(i)] += Math.abs(value)));
        units.set(each.layer.name, keptWithout(smallest(norms, count), each.units));
      }
      return removeUnits(network, { name, units, keepShape, finetuning }, context);
    },
  };
}
