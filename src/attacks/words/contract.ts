import type { Budget } from '../../budget.ts';
import type { JsonObject } from '../../json.ts';
import type { Classifier, LabelledTexts, Predictor, TextPredictor } from '../../models/contract.ts';
import type { TextNorm } from '../../norms/norm.ts';
import type { Split } from '../../datasets/contract.ts';
import type { Progress } from '../../progress.ts';
import type { Random } from '../../random/index.ts';
import type { Draft, WordChange } from './frame/draft.ts';

/** What a model answered about a text. */
export interface Prediction {
  /** Probability per class. */
  readonly probabilities: Float32Array;
  /** The most probable class; of equally probable ones the first. */
  readonly label: number;
}

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
  /** Texts per call of `predict`. @defaultValue 256; 4096 for a classifier, which computes equal token ids once */
  readonly batchSize?: number;
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

/** A model that an attack on texts can ask. */
export type AttackableByWords = TextPredictor | Classifier | Predictor;

/** Options of every attack on texts. */
export interface QueryOptions {
  /** Queries per text after which its attack ends without success. @defaultValue null, no limit */
  readonly queryLimit: number | null;
}

/** An attack that changes words, on any predictor of texts. */
export interface TextAttack {
  readonly name: string;
  readonly norm: TextNorm;
  readonly access: 'black-box';
  readonly options: JsonObject;
  /** Source text of the search. The cache ignores whatever was measured with another text. */
  readonly code?: string;
  /** All that determines the attack at this epsilon. */
  parameters(epsilon: number): JsonObject;
  /**
   * Attacks texts. Texts that are misclassified when clean are skipped. Success is checked by predicting again.
   *
   * A classifier reads the texts of a split through its encoder, and so does a predictor if the split has one. Any other predictor is
   * asked about the texts themselves.
   *
   * @throws InvalidOptionError if an option is out of range, or a package is missing that the options need; InvalidDataError if the texts
   * and labels do not fit; InvalidModelError if an answer does not hold probabilities; NumericalError if one is not finite;
   * PredictionError, with the result so far, if `predict` fails
   */
  run(model: AttackableByWords, texts: LabelledTexts | Split, options: TextAttackOptions): Promise<TextAttackResult>;
}

/** An attack with options that can be changed. */
export interface ConfigurableTextAttack<Options> extends TextAttack {
  readonly options: JsonObject & Options & QueryOptions;
  /** Returns the attack with some options changed. @throws InvalidOptionError if an option is unknown or out of range */
  with(options: Partial<Options & QueryOptions>): ConfigurableTextAttack<Options>;
}
