import { checkOptions, names, oneOf, record, type LimitsOf } from '../options.ts';
import { describeCall } from '../show.ts';
import { networkOf } from '../models/network/network-of.ts';
import type { Compression } from './contract.ts';
import { compressWeights, describeCompressed, type CompressedWeight } from './define.ts';
import { float32, type Encoding } from './storage/encoding.ts';
import { describeFinetune, finetune, resolveFinetune, type FinetuneOptions } from './pruning/finetune.ts';
import { checkFraction } from './pruning/fraction.ts';
import { structured } from './pruning/prune-filters.ts';
import { roundToEven } from './quantization/rounding.ts';
import { selectedLayers } from './storage/selected-layers.ts';
import type { Weight } from './storage/weight.ts';

export interface PruneOptions {
  /** Whether the sparsity applies to each kernel, or to all kernels together. @defaultValue 'layer' */
  readonly scope?: 'layer' | 'global';
  /** Names of the layers to prune. @defaultValue all that have a kernel */
  readonly layers?: readonly string[];
  /** Train the pruned network. @defaultValue no fine-tuning */
  readonly finetune?: FinetuneOptions;
}

const limits: LimitsOf<PruneOptions> = { scope: oneOf('layer', 'global'), layers: names, finetune: record };

/**
 * Weight pruning by magnitude: sets the kernel values nearest to zero to zero; biases are kept. Returns the compression.
 *
 *   pruned = the round(sparsity · n) smallest of |w|
 *
 * n is the number of values in one kernel, or in all kernels together. Halves are rounded to even; of equal values the first
 * are pruned.
 *
 * @throws InvalidOptionError on a sparsity outside [0, 1), or an option out of range
 * @see Han et al. 2015, arXiv:1506.02626; Hu et al. 2021, section II.E (the scope `layer`)
 */
export function prune(sparsity: number, options: PruneOptions = {}): Compression {
  checkFraction('prune', 'sparsity', sparsity);
  const { layers, finetune: tuning, ...changes } = checkOptions(`prune(${sparsity})`, options, limits);
  const { scope = 'layer' } = changes;
  const finetuning = resolveFinetune(tuning);
  const name = describeCall('prune', sparsity, {
    ...changes,
    layers,
    ...(tuning && { finetune: describeFinetune(tuning) }),
  });
  return {
    name,
    options: { sparsity, scope, ...(layers && { layers }), ...(finetuning && { finetune: finetuning.options }) },
    compress: async (classifier, context = {}) => {
      const network = networkOf(classifier);
      const previous = context.before?.encodings;
      const pruned = compressWeights(network, name, context, (weights) => {
        const selected = selectedLayers(name, network.model, layers);
        const kernels = weights.filter(({ role, layer }) => role === 'kernel' && selected.has(layer));
        const masks =
          scope === 'global' ? masksOf(kernels, sparsity) : kernels.flatMap((kernel) => masksOf([kernel], sparsity));
        const byKernel = new Map(kernels.map((kernel, i) => [kernel, masks[i]]));
        return weights.map((weight, i) => withZeros(weight, byKernel.get(weight), previous?.[i]));
      });
      if (!finetuning) return pruned;
      const encodings = (pruned.encodings ?? []).map(({ pruned: zeros }) => ({
        ...float32,
        ...(zeros && { pruned: zeros }),
      }));
      await finetune(pruned.classifier, encodings, finetuning, context);
      return describeCompressed(pruned.classifier, encodings, pruned);
    },
  };
}

prune.structured = structured;

/** Returns a mask per kernel: 1 for the values among the smallest of all kernels together; of equal ones the first. */
function masksOf(kernels: readonly Weight[], sparsity: number): Uint8Array[] {
  const magnitudes = kernels.map(({ values }) => values.map(Math.abs));
  const sorted = new Float32Array(magnitudes.reduce((sum, { length }) => sum + length, 0));
  let start = 0;
  for (const values of magnitudes) {
    sorted.set(values, start);
    start += values.length;
  }
  sorted.sort();
  const count = roundToEven(sparsity * sorted.length);
  const largest = count === 0 ? -1 : sorted[count - 1];
  let equals = count; // places that are left for values equal to the largest
  for (let i = 0; i < count && sorted[i] < largest; i++) equals--;
  return magnitudes.map((values) => {
    const mask = new Uint8Array(values.length);
    for (let i = 0; i < values.length; i++)
      if (values[i] < largest || (values[i] === largest && equals-- > 0)) mask[i] = 1;
    return mask;
  });
}

function withZeros(
  { values, pruned: before }: Weight,
  mask: Uint8Array | undefined,
  previous: Encoding = float32,
): CompressedWeight | undefined {
  if (mask === undefined) return undefined;
  const pruned = before ? mask.map((flag, i) => flag | before[i]) : mask;
  return { values: values.map((value, i) => (pruned[i] ? 0 : value)), encoding: { ...previous, pruned } };
}
