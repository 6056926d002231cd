import type { Split } from '../datasets/contract.ts';
import { InvalidDataError, InvalidModelError } from '../errors.ts';
import { isCallable, isList, isObject } from '../options.ts';
import { show } from '../show.ts';
import type { Encoder } from '../text/contract.ts';
import { split } from '../splits/index.ts';
import { isEncoder } from '../text/index.ts';
import { questioner } from './answer.ts';
import { distinctRows, repeated } from './distinct-rows.ts';
import type { Classifier, LabelledTexts, Predictor, TextPredictor } from './contract.ts';

/** Letters that are in few vocabularies. */
const unknownWord = 'qxunknownqx';

/** The models of texts behind predictors that `numberedTexts` made. */
const askedAboutTexts = new WeakMap<object, TextPredictor>();

/** A model and the texts to ask it about. */
export interface TextSubject {
  readonly model: TextPredictor;
  readonly texts: LabelledTexts;
  /** Texts per call of `predict` that suit the model. */
  readonly atOnce: number;
}

/** Texts per call of a model that is asked about texts, and of one behind an encoder, which is asked about different ids only. */
const [ofTexts, ofIds] = [256, 4096];

/**
 * Finds out how a model reads texts. A classifier reads them through its encoder, and so does a predictor if the split has one. Any other
 * predictor is asked about the texts themselves.
 *
 * @throws InvalidModelError if the model has no `predict`, or is a classifier without an encoder; InvalidDataError if the split has no texts
 */
export function textSubject(
  owner: string,
  model: TextPredictor | Classifier | Predictor,
  data: LabelledTexts | Split,
): TextSubject {
  if (!isObject(model) || !isCallable(model.predict)) throw notAsked(owner, model);
  const given: { readonly texts?: unknown; readonly encoder?: unknown } = isObject(data) ? data : {};
  const own = askedAboutTexts.get(model);
  const encoder = 'encoder' in model ? model.encoder : given.encoder;
  const isClassifier = isCallable((model as Partial<Classifier>).probabilities);
  if (!own && isClassifier && encoder === undefined) throw readsNumbers(owner, model.name);
  if (given.texts === undefined) throw withoutTexts(owner, data);
  const texts = data as LabelledTexts;
  if (own) return { model: own, texts, atOnce: ofTexts };
  if (encoder === undefined) return { model: model as TextPredictor, texts, atOnce: ofTexts };
  if (!isEncoder(encoder)) {
    throw new InvalidModelError(
      `${owner}: the encoder is ${show(encoder)}.\nExpected an encoder of texts.\nPass the result of textEncoder(…).`,
    );
  }
  return { model: throughEncoder(model as Classifier | Predictor, encoder), texts, atOnce: ofIds };
}

/** A model of token ids as one of texts, which answers probabilities. */
function throughEncoder(model: Classifier | Predictor, encoder: Encoder): TextPredictor {
  const { name = 'predictor', classes } = model;
  const ask = questioner(model, name);
  const { length } = encoder;
  return {
    name,
    ...(classes !== undefined && { classes }),
    unknownWord: unknownTo(encoder),
    predict: async (texts) => {
      const { inputs, size, rowOf } = distinctRows(encoder.encode(texts), length);
      if (isClassifier(model)) {
        const split = { inputs, itemShape: [length], labels: new Int32Array(size), size };
        return repeated(await model.probabilities(split), rowOf);
      }
      const answered = await ask(Float32Array.from(inputs), size, classes);
      if ('labels' in answered) return rowOf.map((row) => answered.labels[row]);
      const { data, rows, columns } = answered.scores;
      return repeated({ data: probabilitiesOf(data, columns), rows, columns }, rowOf);
    },
  };
}

const isClassifier = (model: Classifier | Predictor): model is Classifier => 'probabilities' in model;

/** A word that a vocabulary lacks; with a user's own tokenizer, letters that make no word. */
function unknownTo({ vocabulary }: Encoder): string {
  const known = new Set(vocabulary);
  let word = unknownWord;
  while (known.has(word)) word = `${word}x`;
  return word;
}

/** Scores that are probabilities as they are, any others through the softmax. */
function probabilitiesOf(scores: ArrayLike<number>, columns: number): Float32Array {
  const values = Float32Array.from(scores);
  for (let start = 0; start < values.length; start += columns) {
    const row = values.subarray(start, start + columns);
    const sum = row.reduce((total, value) => total + value, 0);
    if (row.every((value) => value >= 0) && Math.abs(sum - 1) < 1e-3) continue;
    const largest = row.reduce((most, value) => Math.max(most, value));
    const odds = row.map((value) => Math.exp(value - largest));
    const total = odds.reduce((all, value) => all + value, 0);
    row.set(odds.map((value) => value / total));
  }
  return values;
}

/** A predictor of numbered texts, and the split of their numbers. */
export interface NumberedTexts {
  readonly model: Predictor;
  readonly split: Split;
}

/** Whether data are texts with their labels, and no split. */
export const areLabelledTexts = (data: unknown): data is LabelledTexts =>
  isObject(data) && !('inputs' in data) && isList(data.texts) && isList(data.labels);

/**
 * Makes a model of texts one that every evaluation can ask: an item is the number of a text, which `predict` looks up.
 *
 * @throws InvalidDataError if there is no text, one is no string, or there is not one label per text
 */
export function numberedTexts(owner: string, model: TextPredictor, { texts, labels }: LabelledTexts): NumberedTexts {
  const size = texts.length;
  if (size === 0 || labels.length !== size || texts.some((text) => typeof text !== 'string')) {
    throw new InvalidDataError(
      `${owner}: the split has ${show(texts)} as texts and ${show(labels)} as labels.\nExpected at least one text, and one label, a class index, per text.\n` +
        "Pass { texts: ['a good film'], labels: [1] }.",
    );
  }
  const { name, classes } = model;
  const predictor: Predictor = {
    ...(name !== undefined && { name }),
    ...(classes !== undefined && { classes }),
    inputRange: [0, size],
    predict: (inputs, count) => model.predict(Array.from(inputs.subarray(0, count), (at) => texts[at])),
  };
  askedAboutTexts.set(predictor, model);
  const inputs = Int32Array.from({ length: size }, (_, at) => at);
  return { model: predictor, split: { inputs, itemShape: [1], labels: Int32Array.from(labels), size, texts } };
}

/** Predictors of numbered texts that were made, by the model and the texts. */
const numbered = new WeakMap<object, NumberedTexts>();

/**
 * Returns a model and data that every evaluation can use: texts with labels are encoded for a classifier with an encoder, and numbered for
 * any other model. Splits stay as they are.
 *
 * @throws InvalidDataError as `numberedTexts` does
 */
export function evaluable<Model>(
  owner: string,
  model: Model,
  data: Split | LabelledTexts,
): { readonly model: Model | Predictor; readonly split: Split } {
  if (!areLabelledTexts(data) || !isObject(model) || !isCallable(model.predict)) {
    return { model, split: data as Split };
  }
  const { encoder } = model as { readonly encoder?: unknown };
  if (isEncoder(encoder)) return { model, split: split(data.texts, Array.from(data.labels), { encoder }) };
  const known = numbered.get(data);
  if (known && askedAboutTexts.get(known.model) === (model as unknown)) return known;
  const made = numberedTexts(owner, model as unknown as TextPredictor, data);
  numbered.set(data, made);
  return made;
}

const notAsked = (owner: string, model: unknown): InvalidModelError =>
  new InvalidModelError(
    `${owner}: the model is ${show(model)}.\nExpected a classifier of texts, or an object with predict(texts), which returns probabilities per text.\n` +
      'Wrap a pipeline: { predict: (texts) => probabilitiesOf(texts) }.',
  );

const readsNumbers = (owner: string, name: unknown): InvalidModelError =>
  new InvalidModelError(
    `${owner}: "${typeof name === 'string' ? name : 'classifier'}" reads numbers, no texts, and ${owner} changes words.\nExpected a classifier with an encoder, as training on a data set of texts gives it.\n` +
      'Attack a model of images, tables or series with an attack on numbers, such as pgd or square.',
  );

const withoutTexts = (owner: string, data: unknown): InvalidDataError =>
  new InvalidDataError(
    `${owner}: the split has no texts${isObject(data) ? '' : `: it is ${show(data)}`}.\nExpected the texts beside their token ids, as split(texts, labels, { encoder }) and the readers of texts keep them.\n` +
      'Pass dataset.test of such a reader, or { texts, labels }.',
  );
