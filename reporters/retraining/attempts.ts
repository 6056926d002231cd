import type { RetrainingOptions } from '../../src/plugin-options.ts';
import type { Retraining } from '../../src/report/schemas/retraining.ts';
import type { Candidate } from './candidate.ts';

/** Work on one model, any part of which may fail. A failure becomes a warning, so that the other parts and models are reported. */
export class Attempts {
  readonly #model: string;
  readonly #warnings = new Set<string>();

  constructor(model: string) {
    this.#model = model;
  }

  /** One sentence per kind of failure, which names the model. */
  get warnings(): string[] {
    return [...this.#warnings];
  }

  /**
   * Tries a part of the work.
   *
   * @param part - what is left out if it fails, in words
   * @returns the result of the work; null if it failed
   */
  async of<T>(part: string, work: () => Promise<T>): Promise<T | null> {
    try {
      return await work();
    } catch (error) {
      this.#warnings.add(`${this.#model}: ${part}: ${reasonOf(error)}`);
      return null;
    }
  }
}

/** @returns the result of a model that cannot be opened, or for which nothing can be selected */
export function notSelected(
  { record }: Candidate,
  { acquisition = 'dre' }: RetrainingOptions,
  error: unknown,
): Retraining {
  return {
    model: record.id,
    name: record.name,
    dataset: record.dataset,
    acquisition,
    pool: 'none',
    poolSize: 0,
    evaluated: 0,
    attacked: 0,
    attack: null,
    seed: record.seed,
    before: null,
    budgets: [],
    warnings: [`${record.name}: no inputs are selected: ${reasonOf(error)}`],
    seconds: 0,
  };
}

/** The message of an error on one line. */
function reasonOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).replace(/\s*\n\s*/g, ' ');
}
