import { changedShare, editsOf } from './constraints.ts';
import type { LabelledTexts } from '../../../models/contract.ts';
import type { TextNorm } from '../../../norms/norm.ts';
import type { Prediction, Stop, TextAttackResult } from '../contract.ts';
import type { Draft } from './draft.ts';

/** Collects the result of an attack on texts, text by text. */
export class Outcome {
  readonly queries: Int32Array;
  readonly #name: string;
  readonly #norm: TextNorm;
  readonly #texts: LabelledTexts;
  readonly #correct: Uint8Array;
  readonly #predicted: Int32Array;
  readonly #drafts: (Draft | undefined)[];
  readonly #broken: Uint8Array;
  readonly #stops: (Stop | null)[];

  constructor(name: string, norm: TextNorm, texts: LabelledTexts) {
    const { length } = texts.texts;
    this.#name = name;
    this.#norm = norm;
    this.#texts = texts;
    this.queries = new Int32Array(length);
    this.#correct = new Uint8Array(length);
    this.#predicted = new Int32Array(length);
    this.#broken = new Uint8Array(length);
    this.#drafts = Array.from({ length });
    this.#stops = Array.from({ length }, () => null);
  }

  /** Records the prediction for a clean text. @returns whether it is right */
  clean(at: number, { label }: Prediction): boolean {
    this.queries[at] = 1;
    this.#predicted[at] = label;
    this.#correct[at] = Number(label === this.#texts.labels[at]);
    return this.#correct[at] === 1;
  }

  /** Records the text that a search ended with, and what the model said when it was asked again. */
  ended(at: number, draft: Draft, { label }: Prediction): void {
    this.#drafts[at] = draft;
    this.#predicted[at] = label;
    this.#broken[at] = Number(label !== this.#texts.labels[at]);
  }

  stopped(at: number, reason: Stop): void {
    this.#stops[at] = reason;
  }

  result(predictedTexts: number): TextAttackResult {
    const size = this.#norm === 'words' ? changedShare : editsOf;
    return {
      adversarial: this.#texts.texts.map((text, at) => this.#drafts[at]?.text ?? text),
      correct: this.#correct,
      broken: this.#broken,
      predicted: this.#predicted,
      distances: Float64Array.from(this.#correct, (correct, at) => {
        if (!correct) return 0;
        return this.#broken[at] ? size(this.#drafts[at] as Draft) : Infinity;
      }),
      brokenBy: Array.from(this.#broken, (broken) => (broken ? this.#name : null)),
      changes: this.#drafts.map((draft) => draft?.changes ?? []),
      queries: this.queries,
      stoppedBy: this.#stops,
      predictedTexts,
    };
  }
}
