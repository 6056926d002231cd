import { checkBudget, type Budget } from '../../../budget.ts';
import { InvalidModelError } from '../../../errors.ts';
import type { Matrix } from '../../../matrix/matrix.ts';
import { questioner } from '../../../models/answer.ts';
import type { TextPredictor } from '../../../models/contract.ts';
import type { Prediction } from '../contract.ts';

/** Characters of texts whose answers are kept. */
const largestCache = 2 ** 24;
/** How far probabilities may be from a sum of 1: those of services in half precision are off by 1e-3. */
const tolerance = 5e-3;

/** A predictor of texts whose answers are checked, batched and remembered. */
export class Oracle {
  /** Texts that `predict` was given. */
  predictedTexts = 0;
  /** Number of classes; undefined before the first answer. */
  classes: number | undefined;
  readonly name: string;
  readonly #batchSize: number;
  readonly #budget: Budget | undefined;
  readonly #answers = new Map<string, Prediction>();
  readonly #ask: (texts: readonly string[]) => Promise<Matrix>;
  #cached = 0;

  constructor(model: TextPredictor, batchSize: number, budget?: Budget) {
    this.#budget = budget;
    const { name = 'predictor', classes } = model;
    this.name = name;
    this.classes = classes;
    this.#batchSize = batchSize;
    let texts: readonly string[] = [];
    const ask = questioner({ predict: () => model.predict(texts) }, name);
    this.#ask = async (batch) => {
      texts = batch;
      const answered = await ask(new Float32Array(0), batch.length, this.classes);
      if ('labels' in answered) throw withoutProbabilities(name, 'labels');
      return answered.scores;
    };
  }

  /**
   * Predicts texts; a text that is repeated, or was predicted before, is not asked about again.
   *
   * @param again - texts to predict in the same batches without the memory
   * @returns the predictions of both lists
   * @throws PredictionError if the model throws; InvalidModelError if it answers no probabilities; NumericalError if one is not finite
   */
  async predict(texts: readonly string[], again: readonly string[] = []): Promise<[Prediction[], Prediction[]]> {
    const found = new Map<string, Prediction>();
    for (const text of texts) {
      const prediction = this.#answers.get(text);
      if (prediction) found.set(text, prediction);
    }
    const unknown = [...new Set(texts)].filter((text) => !found.has(text));
    const predictions = await this.#predict([...unknown, ...again]);
    unknown.forEach((text, at) => {
      found.set(text, predictions[at]);
      this.#remember(text, predictions[at]);
    });
    return [texts.map((text) => found.get(text) as Prediction), predictions.slice(unknown.length)];
  }

  async #predict(texts: readonly string[]): Promise<Prediction[]> {
    const predictions: Prediction[] = [];
    for (let start = 0; start < texts.length; start += this.#batchSize) {
      checkBudget(this.#budget);
      const batch = texts.slice(start, start + this.#batchSize);
      const { data, columns } = await this.#ask(batch);
      this.classes ??= columns;
      this.predictedTexts += batch.length;
      for (let row = 0; row < batch.length; row++) {
        predictions.push(predictionOf(this.name, data.slice(row * columns, (row + 1) * columns) as Float32Array));
      }
    }
    return predictions;
  }

  #remember(text: string, prediction: Prediction): void {
    this.#answers.set(text, prediction);
    this.#cached += text.length;
    for (const oldest of this.#answers.keys()) {
      if (this.#cached <= largestCache) break;
      this.#answers.delete(oldest);
      this.#cached -= oldest.length;
    }
  }
}

function predictionOf(name: string, probabilities: Float32Array): Prediction {
  const sum = probabilities.reduce((total, probability) => total + probability, 0);
  if (Math.abs(sum - 1) > tolerance || probabilities.some((probability) => probability < 0)) {
    throw withoutProbabilities(name, `${probabilities.slice(0, 4).join(', ')}${probabilities.length > 4 ? ', …' : ''}`);
  }
  return { probabilities, label: probabilities.indexOf(Math.max(...probabilities)) };
}

const withoutProbabilities = (name: string, received: string): InvalidModelError =>
  new InvalidModelError(
    `"${name}" answers a text with ${received}.\nExpected probabilities: one per class, none negative, with the sum 1.\n` +
      'Return the softmax of the logits from predict.',
  );
