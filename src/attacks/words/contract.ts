import type { Budget } from '../../budget.ts';
import type { JsonObject } from '../../json.ts';
import type { Answer } from '../../models/contract.ts';
import type { Progress } from '../../progress.ts';
import type { Random } from '../../random/index.ts';
import type { Draft, WordChange } from './draft.ts';

/** A model of texts that can only be queried, such as a service or a pipeline of another framework. Only `predict` is required. */
export interface TextPredictor {
  /** Returns the probabilities of the classes per text, [texts, classes]: `{ data, rows, columns }` or rows of numbers. */
  predict(texts: readonly string[]): Answer | Promise<Answer>;
  /** Name in reports. @defaultValue 'predictor' */
  readonly name?: string;
  /** Number of classes. @defaultValue the number of columns in the first answer */
  readonly classes?: number;
  /**
   * A word that the model does not know, for saliencies. It must count as one word.
   * @defaultValue 'qxunknownqx', letters that are in no vocabulary
   */
  readonly unknownWord?: string;
}

/** Texts with the class index of each. */
export interface LabelledTexts {
  readonly texts: readonly string[];
  readonly labels: ArrayLike<number>;
}

/** What a model answered about a text. */
export interface Prediction {
  /** Probability per class. */
  readonly probabilities: Float32Array;
  /** The most probable class; of equally probable ones the first. */
  readonly label: number;
}

/** How the size of a change of a text is measured: the share of its words that are changed, or edits of characters (Levenshtein). */
export type TextNorm = 'words' | 'edits';

/**
 * A search on one text. It yields the texts that it asks about, receives one prediction per text, and returns the adversarial text. The
 * caller runs the searches of many texts side by side and predicts their texts together.
 */
export type Search = Generator<readonly string[], Draft, readonly Prediction[]>;

/** What the search of one text knows. */
export interface TextUnderAttack<Prepared> {
  /** The unchanged text, with the constraints on changes. */
  readonly draft: Draft;
  readonly label: number;
  readonly classes: number;
  /** The prediction for the unchanged text, which is right. */
  readonly clean: Prediction;
  readonly unknownWord: string;
  readonly random: Random;
  /** What the attack loaded before it ran. */
  readonly prepared: Prepared;
}

export interface TextAttackOptions {
  /** Largest change of each text, in the norm of the attack: a share of its words, or a number of edits. */
  readonly epsilon: number;
  /** Seed of all random draws. @defaultValue the seed of `dnn()` */
  readonly seed?: number;
  /** Texts per call of `predict`. @defaultValue 128 */
  readonly batchSize?: number;
  /** Queries per text after which its attack ends without success. @defaultValue no limit */
  readonly queryLimit?: number;
  /** Receives the progress. @defaultValue none */
  readonly progress?: Progress;
  /** Positions of the texts to attack. A text's result is the same whichever others are attacked. @defaultValue all */
  readonly items?: readonly number[];
  /** Time that the attack may take, checked between calls of `predict`. @defaultValue no limit */
  readonly budget?: Budget;
}

/** Why the search of a text could not do all it would: the text has no words, or the limit of queries was reached. */
export type Stop = 'no words' | 'query limit';

/** The result of an attack on texts; success was checked by predicting again. */
export interface TextAttackResult {
  /** The adversarial text of every text; unchanged where the clean text was misclassified. */
  readonly adversarial: readonly string[];
  /** Whether the clean text was classified correctly. */
  readonly correct: Uint8Array;
  /** Whether a correctly classified text is misclassified after the attack. */
  readonly broken: Uint8Array;
  /** The predicted class of every adversarial text. */
  readonly predicted: Int32Array;
  /** Size of the change that broke each text, in the norm of the attack: 0 if it was misclassified, Infinity if it is not broken. */
  readonly distances: Float64Array;
  /** Name of the attack that broke each text; null if the text is not broken. */
  readonly brokenBy: readonly (string | null)[];
  /** The changed words of every adversarial text, in the order of the changes. */
  readonly changes: readonly (readonly WordChange[])[];
  /**
   * Texts that each attack asked about; the first is the clean text. A text that was asked before counts again, though the answer comes
   * from the cache, as TextAttack counts. The check of success does not count.
   */
  readonly queries: Int32Array;
  /** Why a search ended early; null for all others. */
  readonly stoppedBy: readonly (Stop | null)[];
  /** Texts that `predict` was given in all, without those that the cache answered. */
  readonly predictedTexts: number;
}

/** An attack that changes words, on any predictor of texts. */
export interface TextAttack {
  readonly name: string;
  readonly norm: TextNorm;
  readonly access: 'black-box';
  readonly options: JsonObject;
  /** All that determines the attack at this epsilon. */
  parameters(epsilon: number): JsonObject;
  /**
   * Attacks texts. Texts that are misclassified when clean are skipped. Success is checked by predicting again.
   *
   * @throws InvalidOptionError if an option is out of range, or a package is missing that the options need; InvalidDataError if the texts
   * and labels do not fit; InvalidModelError if an answer does not hold probabilities; NumericalError if one is not finite;
   * PredictionError, with the result so far, if `predict` fails
   */
  run(model: TextPredictor, texts: LabelledTexts, options: TextAttackOptions): Promise<TextAttackResult>;
}

/** An attack with options that can be changed. */
export interface ConfigurableTextAttack<Options> extends TextAttack {
  readonly options: JsonObject & Options;
  /** Returns the attack with some options changed. @throws InvalidOptionError if an option is unknown or out of range */
  with(options: Partial<Options>): ConfigurableTextAttack<Options>;
}
