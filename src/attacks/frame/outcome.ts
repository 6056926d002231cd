import type { Split } from '../../datasets/contract.ts';
import { itemSize } from '../../splits/index.ts';
import { distanceOf } from '../../norms/distance.ts';
import type { Norm } from '../../norms/norm.ts';
import type { AttackResult } from '../contract.ts';
import type { Attempt } from './attempts.ts';

/** The state of every input of a split under attack, after the attempts so far. */
export class Outcome {
  readonly #split: Split;
  readonly #length: number;
  readonly #adversarial: Float32Array;
  readonly #correct: Uint8Array;
  readonly #predicted: Int32Array;
  /** The attempt that broke each input; null if none has. */
  readonly #breakers: (Attempt | null)[];

  /** @param predicted - the predicted class of every clean input; -1 for inputs that are not attacked */
  constructor(split: Split, predicted: Int32Array) {
    this.#split = split;
    this.#length = itemSize(split);
    this.#adversarial = new Float32Array(split.inputs);
    this.#correct = Uint8Array.from(split.labels, (label, at) => Number(predicted[at] === label));
    this.#predicted = predicted.slice();
    this.#breakers = Array.from({ length: split.size }, () => null);
  }

  /** Positions of the inputs that are classified correctly when clean and not yet broken. */
  standing(): number[] {
    return Array.from(this.#correct.keys()).filter((at) => this.#correct[at] && this.#breakers[at] === null);
  }

  /**
   * Stores the candidates of an attempt for the inputs at some positions.
   *
   * @param candidates - [positions, values per item], in the ball and the input range
   * @param classes - their predicted classes, [positions]
   */
  record(attempt: Attempt, positions: readonly number[], candidates: Float32Array, classes: Int32Array): void {
    positions.forEach((position, row) => {
      this.#adversarial.set(this.#item(candidates, row), position * this.#length);
      this.#predicted[position] = classes[row];
      if (classes[row] !== this.#split.labels[position]) this.#breakers[position] = attempt;
    });
  }

  /** The result of the attack; distances are in `norm`. */
  result(norm: Norm): AttackResult {
    const inputs = this.#split.inputs as Float32Array;
    const distanceAt = (at: number): number =>
      distanceOf(norm, this.#item(this.#adversarial, at), this.#item(inputs, at));
    return {
      adversarial: this.#adversarial,
      correct: this.#correct,
      broken: Uint8Array.from(this.#breakers, (breaker) => Number(breaker !== null)),
      predicted: this.#predicted,
      distances: Float64Array.from(this.#correct, (correct, at) => {
        if (!correct) return 0;
        return this.#breakers[at] ? distanceAt(at) : Infinity;
      }),
      brokenBy: this.#breakers.map((breaker) => breaker?.name ?? null),
      brokenWith: this.#breakers.map((breaker) => breaker?.access ?? null),
    };
  }

  #item(values: Float32Array, at: number): Float32Array {
    return values.subarray(at * this.#length, (at + 1) * this.#length);
  }
}
