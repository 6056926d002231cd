// Compiled, never run: statistics from their own door, signals by name, and scores of functions that have them.
import {
  bald,
  clusterByKMeans,
  defineAcquisition,
  kMultisectionNeuronCoverage,
  mcp,
  maxEntropy,
  signalsOf,
  type Classifier,
  type Matrix,
} from 'vitest-dnn';
import {
  areaUnderCurve,
  friedman,
  holm,
  pearsonTest,
  wilcoxon,
  winTieLoss,
  type WinTieLoss,
} from 'vitest-dnn/statistics';

export const pValues: number[] = holm([wilcoxon([0.9, 0.8], [0.7, 0.6], { alternative: 'greater' }).pValue]);
export const ranks: number[] = friedman([[0.9, 0.8, 0.7]]).meanRanks;
export const p: number = pearsonTest([1, 2, 3], new Float64Array([1, 3, 2])).pValue;
export const counts: WinTieLoss = winTieLoss([0.9], [0.8], 0.01);
export const aubc: number = areaUnderCurve([100, 200], [0.5, 0.6]);
// @ts-expect-error: there is no such alternative
wilcoxon([1], [2], { alternative: 'both' });

type Pool = Parameters<typeof signalsOf>[1];

/** Signals are typed by the names that are asked for. */
export async function study(model: Classifier, pool: Pool, labelled: Pool): Promise<Float64Array[]> {
  const signals = await signalsOf(model, pool, { needs: ['probabilities', 'features'], seed: 1 });
  const probabilities: Matrix = signals.probabilities;
  const { inertia } = await clusterByKMeans(signals.features, 3, { seed: 1 });
  // @ts-expect-error: these signals were not asked for
  void signals.labels;

  const { gradientLengths, labels } = await signalsOf(model, pool, {
    needs: { gradientLengths: { of: 'lastLayer' }, labels: {} },
    labelled,
  });
  const values: Float64Array = gradientLengths;
  // @ts-expect-error: its parameters have no defaults
  await signalsOf(model, pool, { needs: ['gradientLengths'] });
  // @ts-expect-error: there is no such signal
  await signalsOf(model, pool, { needs: ['logits'] });

  const draws = await signalsOf(model, pool, { needs: bald.needs });
  const coverage = await signalsOf(model, pool, { needs: kMultisectionNeuronCoverage.needs, labelled });
  // @ts-expect-error: it only chooses jointly
  void mcp.scores(signals);
  return [
    values,
    maxEntropy.scores({ ...signals, probabilities }),
    maxEntropy.with({}).scores(signals),
    bald.scores(draws),
    await kMultisectionNeuronCoverage.with({ greedy: true }).scores(coverage),
    Float64Array.of(inertia, labels.length),
  ];
}

export const both = defineAcquisition({
  name: 'both',
  needs: ['labels'],
  leastLabelled: 3,
  score: ({ size, labels }) => new Float64Array(size).fill(labels.length),
  select: ({ size }, count) => Int32Array.from({ length: count }, (_, i) => size - 1 - i),
});
export const scores: Float64Array = both.scores({ size: 2, labels: new Int32Array(3) });
