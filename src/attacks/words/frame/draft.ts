import { joinWords, type WordSpans } from '../../../text/word-spans.ts';

/** A changed word: its position among the words of the text, and the word before and after. */
export interface WordChange {
  readonly at: number;
  readonly was: string;
  readonly is: string;
}

/** A rule for changes of a text. A part that is omitted allows everything. */
export interface Constraint {
  /** Whether the word at a position may be changed. */
  readonly position?: (draft: Draft, at: number) => boolean;
  /** Whether a changed text is allowed. */
  readonly text?: (draft: Draft) => boolean;
}

/** A text with some words changed, and the constraints on changes. It never changes itself. */
export class Draft {
  readonly original: WordSpans;
  readonly words: readonly string[];
  readonly changes: readonly WordChange[];
  readonly #constraints: readonly Constraint[];
  #text: string | undefined;

  constructor(
    original: WordSpans,
    constraints: readonly Constraint[],
    words: readonly string[] = original.words,
    changes: readonly WordChange[] = [],
  ) {
    this.original = original;
    this.words = words;
    this.changes = changes;
    this.#constraints = constraints;
  }

  get text(): string {
    return (this.#text ??= joinWords({ words: this.words, gaps: this.original.gaps }));
  }

  /** The draft with another word at a position, whether the constraints allow it or not. */
  with(at: number, is: string): Draft {
    const change = { at, was: this.words[at], is };
    return new Draft(this.original, this.#constraints, this.words.with(at, is), [...this.changes, change]);
  }

  /** The draft with another word at a position; undefined if a constraint forbids it or nothing would change. */
  changed(at: number, is: string): Draft | undefined {
    if (is === this.words[at] || !this.mayChange(at)) return undefined;
    const draft = this.with(at, is);
    return draft.isAllowed() ? draft : undefined;
  }

  /** Whether the constraints allow any change of the word at a position. */
  mayChange(at: number): boolean {
    return this.#constraints.every(({ position }) => position?.(this, at) ?? true);
  }

  /** Whether the constraints allow the text as it is. */
  isAllowed(): boolean {
    return this.#constraints.every(({ text }) => text?.(this) ?? true);
  }

  /** The text of its words from one position up to another. */
  part(from: number, to: number): string {
    return joinWords({ words: this.words.slice(from, to), gaps: ['', ...this.original.gaps.slice(from + 1, to), ''] });
  }
}
