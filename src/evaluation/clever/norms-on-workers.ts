import type { Budget } from '../../budget.ts';
import type { Split } from '../../datasets/contract.ts';
import type { Network } from '../../models/network/contract.ts';
import type { Progress } from '../../progress.ts';
import { spread } from '../../workers/spread.ts';
import type { ScoredInput } from './leads.ts';
import type { CleverSettings } from './options.ts';
import { sampledNorms } from './sampled-norms.ts';

/** Inputs of the first block, of a batch, and of the largest block; each input has many points. */
const blocks = { first: 1, batch: 1, most: 32 };

/** An input whose gradients are sampled, with their norms by lead. */
export interface SampledInput {
  readonly input: ScoredInput;
  readonly values: Float32Array[];
}

/**
 * Samples gradients like `sampledNorms`, on worker threads if there are any for it.
 *
 * @returns the inputs that are done; if the budget ends, the first ones of every block
 */
export async function normsOnWorkers(
  network: Network,
  split: Split,
  inputs: readonly ScoredInput[],
  settings: CleverSettings,
  { progress, budget }: { readonly progress?: Progress; readonly budget?: Budget },
): Promise<SampledInput[]> {
  const results = await spread<Float32Array[][]>({
    task: 'clever',
    model: network,
    split,
    items: [...inputs.keys()],
    blocks,
    order: (items) => ({ name: 'gradientNorms', settings, inputs: items.map((item) => inputs[item]) }),
    here: (items, report) =>
      sampledNorms(
        network,
        split,
        items.map((item) => inputs[item]),
        settings,
        { progress: report, budget },
      ),
    read: (result) => (result as Float32Array[][]).map((leads) => leads.map((values) => Float32Array.from(values))),
    progress,
    budget,
  });
  if (results)
    return results.flatMap(({ items, part }) => part.map((values, row) => ({ input: inputs[items[row]], values })));
  const norms = await sampledNorms(network, split, inputs, settings, { progress, budget });
  return norms.map((values, at) => ({ input: inputs[at], values }));
}
