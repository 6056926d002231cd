import type { Weight } from '../storage/weight.ts';
import type { UnitGraph } from './unit-graph.ts';

/**
 * Returns the L1 norm per unit: Σ |w| over its filter, or over all filters that go with it, if outputs are added or pass a
 * depthwise convolution.
 */
export function filterNorms(
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
