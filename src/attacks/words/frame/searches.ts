import type { Prediction, Search } from '../contract.ts';
import { InvalidOptionError } from '../../../errors.ts';
import { isInstance } from '../../../options.ts';
import { show } from '../../../show.ts';
import { isTexts } from '../../../text/index.ts';
import { Draft } from './draft.ts';
import type { Outcome } from './outcome.ts';

/** A search that waits for answers. */
interface Running {
  readonly at: number;
  readonly search: Search;
  /** The unchanged text. */
  readonly original: Draft;
  readonly asked: readonly string[];
}

/** A text with the draft that its search ended with. */
export interface Ended {
  readonly at: number;
  readonly draft: Draft;
}

/** Searches that run side by side, so that their texts can be predicted together. Counts and limits their queries. */
export class Searches {
  readonly #name: string;
  readonly #outcome: Outcome;
  readonly #queryLimit: number;
  #running: readonly Running[] = [];
  #ended: Ended[] = [];

  constructor(name: string, outcome: Outcome, queryLimit: number) {
    this.#name = name;
    this.#outcome = outcome;
    this.#queryLimit = queryLimit;
  }

  /** Number of searches that wait for answers. */
  get size(): number {
    return this.#running.length;
  }

  /** The texts that all searches ask about, search by search. */
  get asked(): readonly string[] {
    return this.#running.flatMap(({ asked }) => asked);
  }

  /** Number of searches that have ended since `takeEnded`. */
  get ended(): number {
    return this.#ended.length;
  }

  start(at: number, original: Draft, search: Search): void {
    this.#running = [...this.#running, ...this.#step({ at, original, search }, search.next())];
  }

  /** @param predictions - for the texts of `asked` */
  answer(predictions: readonly Prediction[]): void {
    let read = 0;
    this.#running = this.#running.flatMap((running) => {
      const answers = predictions.slice(read, (read += running.asked.length));
      return this.#step(running, running.search.next(answers));
    });
  }

  /** The searches that ended since the last call. A draft that breaks a constraint is replaced by the unchanged text. */
  takeEnded(): readonly Ended[] {
    const ended = this.#ended;
    this.#ended = [];
    return ended;
  }

  /** @returns the search, if it goes on */
  #step(running: Omit<Running, 'asked'>, { done, value }: ReturnType<Search['next']>): Running[] {
    const { at, original } = running;
    if (done) {
      if (!isInstance(value, Draft))
        throw this.#wrong('ends with', value, 'a draft, the one of the text or a changed one');
      this.#ended.push({ at, draft: value.isAllowed() ? value : original });
      return [];
    }
    if (!isTexts(value)) throw this.#wrong('asks about', value, 'a list of texts');
    if (this.#outcome.queries[at] + value.length > this.#queryLimit) {
      this.#outcome.stopped(at, 'query limit');
      return [];
    }
    this.#outcome.queries[at] += value.length;
    return [{ ...running, asked: value }];
  }

  /** The error of a search that a user wrote. */
  #wrong(what: string, value: unknown, expected: string): InvalidOptionError {
    return new InvalidOptionError(
      `${this.#name}: its search ${what} ${show(value)}.\nExpected ${expected}.\nCorrect the search that was given to defineTextAttack.`,
    );
  }
}
