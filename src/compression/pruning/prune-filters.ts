import { checkOptions, flag, names, record, type LimitsOf } from '../../options.ts';
import { describeCall } from '../../show.ts';
import { networkOf } from '../../models/network/network-of.ts';
import type { Compression } from '../contract.ts';
import { describeFinetune, resolveFinetune, type FinetuneOptions } from './finetune.ts';
import { checkFraction } from './fraction.ts';
import { checkCanLoseUnits, removeUnits } from './remove-units.ts';
import { chooseUnits, describePruned } from './choose-units.ts';
import { unitGraph, type UnitGraph } from './unit-graph.ts';
import { candidates } from './units.ts';
import { weightsOf, type Weight } from '../storage/weight.ts';

export interface StructuredOptions {
  /** Set units to zero instead of removing them, so the network keeps its shape. @defaultValue false */
  readonly keepShape?: boolean;
  /** Names of the layers to prune, including dense layers. @defaultValue all convolutions */
  readonly layers?: readonly string[];
  /** Train the pruned network. @defaultValue no fine-tuning */
  readonly finetune?: FinetuneOptions;
}

const limits: LimitsOf<StructuredOptions> = { keepShape: flag, layers: names, finetune: record };

/**
 * Structured pruning: removes the filters with the smallest L1 norm from every convolution, with their biases and the
 * weights that later layers apply to them. The model gets smaller. Returns the compression.
 *
 *   removed = the round(fraction · filters) smallest of Σ |w|
 *
 * Halves are rounded to even; of equal filters the first are removed. Filters whose outputs are added or multiplied go
 * together, with the filters of depthwise convolutions behind them, and Σ runs over all of them; concatenated ones stay apart.
 * A convolution keeps all filters if a later layer needs them, such as a softmax or a layer normalisation over them; the
 * result lists it as skipped. `prunedLayers` of the result holds the norms and the positions of the removed filters.
 *
 * @throws InvalidOptionError on a fraction outside [0, 1), or one that leaves a layer without filters; InvalidModelError on
 *   a network without convolutions, or if a later layer needs all filters of each convolution, or of a named layer
 * @see Li et al. 2017, arXiv:1608.08710, section 3.1; Fang et al. 2023, arXiv:2301.12900, section 3.2, for what goes together
 */
export function structured(fraction: number, options: StructuredOptions = {}): Compression {
  checkFraction('prune.structured', 'fraction', fraction);
  const owner = `prune.structured(${fraction})`;
  const { layers, finetune, ...changes } = checkOptions(owner, options, limits);
  const { keepShape = false } = changes;
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
      const { model } = network;
      checkCanLoseUnits(name, network);
      const graph = unitGraph(model);
      const { groups, skipped } = candidates(name, model, graph, 'filters', layers);
      const norms = filterNorms(
        graph,
        model.weights.map((weight) => weight.name),
        weightsOf(model),
      );
      const norm = (unit: number): number => norms.get(unit) ?? 0;
      const removed = chooseUnits(name, fraction, groups, norm);
      const pruned = groups.flatMap((group) => group.layers);
      const prunedLayers = [
        ...describePruned(graph, pruned, removed, (units) => ({ norms: units.map(norm) })),
        ...skipped,
      ];
      return removeUnits(network, { name, graph, removed, prunedLayers, keepShape, finetuning }, context);
    },
  };
}

/**
 * Returns the L1 norm per unit: Σ |w| over its filter, or over all filters that go with it, if outputs are added or pass a
 * depthwise convolution.
 */
function filterNorms(
  { coupling }: UnitGraph,
  names: readonly string[],
  weights: readonly Weight[],
): Map<number, number> {
  const norms = new Map<number, number>();
  weights.forEach(({ values, shape }, i) => {
    const binding = coupling.weights.get(names[i]);
    const units = binding?.filters === undefined ? undefined : binding.axes.get(binding.filters);
    if (!units || binding?.filters === undefined) return;
    const roots = Int32Array.from(units, (unit) => coupling.find(unit));
    const inner = shape.slice(binding.filters + 1).reduce((product, side) => product * side, 1);
    const sums = new Float64Array(roots.length);
    values.forEach((value, at) => (sums[Math.floor(at / inner) % roots.length] += Math.abs(value)));
    sums.forEach((sum, channel) => norms.set(roots[channel], (norms.get(roots[channel]) ?? 0) + sum));
  });
  return norms;
}
