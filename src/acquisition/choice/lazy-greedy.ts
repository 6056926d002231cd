/** The gains that a greedy selection maximises. */
export interface Gains {
  /** Gain of every candidate before anything is taken. Later gains are never larger. */
  readonly first: Float64Array;
  /** Gain of a candidate, given everything taken so far. */
  readonly now: (candidate: number) => number;
  readonly take: (candidate: number) => void;
}

/**
 * Repeatedly takes the candidate with the largest gain, the first of equal ones. Gains only shrink, so earlier gains are
 * upper bounds. Only candidates at the top of a heap of bounds are evaluated; the result equals a full evaluation.
 *
 * @returns a generator that yields every candidate once with its gain, as soon as it is taken
 * @see Minoux 1978, Optimization Techniques, Lecture Notes in Control and Information Sciences 7
 */
export function* lazyGreedy({ first, now, take }: Gains): Generator<{ candidate: number; gain: number }> {
  const heap = new Heap(first.slice());
  const evaluatedAt = new Int32Array(first.length);
  for (let taken = 0; taken < first.length;) {
    const candidate = heap.top;
    if (evaluatedAt[candidate] < taken) {
      evaluatedAt[candidate] = taken;
      heap.lowerTop(now(candidate));
      continue;
    }
    const gain = heap.removeTop();
    take(candidate);
    taken++;
    yield { candidate, gain };
  }
}

/** A binary heap of indices by descending value; equal values by ascending index. */
class Heap {
  readonly #values: Float64Array;
  readonly #order: Int32Array;
  #size: number;

  constructor(values: Float64Array) {
    this.#values = values;
    this.#order = Int32Array.from(values.keys()).sort((a, b) => values[b] - values[a] || a - b);
    this.#size = values.length;
  }

  get top(): number {
    return this.#order[0];
  }

  lowerTop(value: number): void {
    this.#values[this.top] = value;
    this.#sink();
  }

  removeTop(): number {
    const value = this.#values[this.top];
    this.#order[0] = this.#order[--this.#size];
    this.#sink();
    return value;
  }

  #sink(): void {
    const moving = this.#order[0];
    let at = 0;
    for (let child = 1; child < this.#size; child = 2 * at + 1) {
      if (child + 1 < this.#size && this.#precedes(this.#order[child + 1], this.#order[child])) child++;
      if (!this.#precedes(this.#order[child], moving)) break;
      this.#order[at] = this.#order[child];
      at = child;
    }
    this.#order[at] = moving;
  }

  #precedes(a: number, b: number): boolean {
    return this.#values[a] > this.#values[b] || (this.#values[a] === this.#values[b] && a < b);
  }
}
