import type { Split } from '../datasets/contract.ts';
import type { Classifier, Predictor } from '../models/contract.ts';
import { queriedModel } from '../models/predictor.ts';
import { itemSize } from '../splits/index.ts';

/** Number of inputs that the model is asked about twice. */
const most = 16;

/**
 * Asks a model twice about the same inputs. Random answers fool attacks: gradients and queries then follow noise, and a model that is lucky
 * when the result is judged counts as robust.
 *
 * @returns at most one warning; none if the model cannot be asked
 * @see Athalye et al. 2018, arXiv:1802.00420, section 4.2 (stochastic gradients)
 */
export async function fickleAnswers(model: Classifier | Predictor, split: Split): Promise<string[]> {
  const count = Math.min(most, split.size);
  if (count === 0) return [];
  const values = split.inputs.subarray(0, count * itemSize(split));
  try {
    const { predict, classes } = await queriedModel(model, split);
    const first = Array.from((await predict(Float32Array.from(values), count)).data);
    const second = (await predict(Float32Array.from(values), count)).data;
    const changed = Array.from({ length: count }, (_, row) =>
      first.slice(row * classes, (row + 1) * classes).some((score, at) => score !== second[row * classes + at]),
    ).filter(Boolean).length;
    if (changed === 0) return [];
    return [
      `the model is random: asked twice, it answers differently for ${changed} of ${count} inputs; attacks on it need expectation over transformation`,
    ];
  } catch {
    return []; // the measurement is done, and a service may refuse further questions
  }
}
