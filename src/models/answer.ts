import { InvalidModelError, NumericalError, PredictionError } from '../errors.ts';
import type { Matrix } from '../matrix/matrix.ts';
import { isList, isObject } from '../options.ts';
import { show } from '../show.ts';
import type { Predictor } from './contract.ts';

/** What an answer must fit. */
interface Question {
  readonly name: string;
  /** Number of inputs. */
  readonly count: number;
  /** Number of classes; undefined if any number from 2 will do. */
  readonly classes?: number;
}

/** The answers to some inputs in one form. */
export type Answered = { readonly scores: Matrix } | { readonly labels: Int32Array };

/**
 * Returns a function that queries a model and checks its answers.
 *
 * @throws PredictionError if the model throws; InvalidModelError if an answer is neither [count, classes] nor labels; NumericalError if a score is
 *   not finite
 */
export function questioner(
  model: Predictor,
  name: string,
): (inputs: Float32Array, count: number, classes?: number) => Promise<Answered> {
  let [calls, asked] = [0, 0];
  return async (inputs, count, classes) => {
    calls++;
    const answer: unknown = await answered(model, inputs, count).catch((error: unknown) => {
      if (error instanceof PredictionError) throw located(error, calls, asked);
      throw new PredictionError(
        `"${name}": predict failed in call ${calls}, on ${count} inputs, after ${asked} answered inputs: ${reasonOf(error)}.\n` +
          'Expected one score per class and input.\nRetry inside predict if its service fails now and then.',
        { cause: error },
      );
    });
    const question = { name, count, classes };
    const labels = labelsOf(answer, question);
    const checked = labels ? { labels } : { scores: matrixOf(answer, question) };
    asked += count;
    return checked;
  };
}

/** The answer of a model. What it throws at once is rejected like what it throws later. */
const answered = async (model: Predictor, inputs: Float32Array, count: number): Promise<unknown> =>
  model.predict(inputs, count);

/** The error of a predictor of this package, which says what to do, with the place where it happened. */
const located = ({ message, cause }: PredictionError, calls: number, asked: number): PredictionError =>
  new PredictionError(`${message}\nIt happened in call ${calls} of predict, after ${asked} answered inputs.`, {
    cause,
  });

function reasonOf(error: unknown): string {
  const reason: unknown = error instanceof Error ? error.message : error;
  return (typeof reason === 'string' ? reason : show(reason)).slice(0, 500);
}

/**
 * The labels of an answer that consists of one number per input; undefined for any other answer.
 *
 * @throws InvalidModelError if one of them is no class
 */
function labelsOf(answer: unknown, { name, count, classes = 2 ** 31 }: Question): Int32Array | undefined {
  const isRecord = isObject(answer) && !ArrayBuffer.isView(answer);
  const list: unknown = isRecord ? answer.labels : answer;
  if (!isList(list) || isList(list[0]) || (!isRecord && list.length !== count)) return undefined;
  if (list.length !== count) {
    throw new InvalidModelError(
      `"${name}" answers ${count} inputs with ${list.length} labels.\nExpected one label per input.\nCheck the labels that predict returns.`,
    );
  }
  const isClass = (label: unknown): boolean =>
    Number.isInteger(label) && (label as number) >= 0 && (label as number) < classes;
  const wrong = Array.from(list).findIndex((label) => !isClass(label));
  if (wrong < 0) return Int32Array.from(list as ArrayLike<number>);
  throw new InvalidModelError(
    `"${name}" answers input ${wrong} with the label ${show(list[wrong])}.\n` +
      `Expected an integer from 0${classes < 2 ** 31 ? ` to ${classes - 1}` : ''}, or one score per class.\n` +
      'Return labels or scores from predict; set classes if the model has more classes than the split.',
  );
}

/** What an answer may consist of. */
interface Parts {
  readonly data?: unknown;
  readonly rows?: unknown;
  readonly columns?: unknown;
}

/** Brings an answer into one form. */
function matrixOf(answer: unknown, question: Question): Matrix {
  const { name, count, classes } = question;
  const parts: Parts = isObject(answer) ? answer : { data: answer };
  const values = flat(parts.data);
  const columns = Number(parts.columns ?? values?.columns ?? classes);
  const rows = parts.rows ?? values?.rows ?? count;
  const fits = values !== undefined && rows === count && columns >= 2 && columns === (classes ?? columns);
  if (!fits || !Number.isInteger(columns) || values.data.length !== count * columns || values.uneven) {
    const received = values ? `${values.data.length} values in ${show(rows)} rows of ${show(columns)}` : show(answer);
    throw new InvalidModelError(
      `"${name}" answers ${count} inputs with ${received}${values?.uneven ? ', not as many in each' : ''}.\n` +
        `Expected { data, rows: ${count}, columns: ${classes ?? 'at least 2'} } or ${count} rows of numbers, one score per class and input; or ${count} labels.\n` +
        'Return logits, probabilities or labels from predict, input after input.',
    );
  }
  return { data: finite(values.data, columns, name), rows: count, columns };
}

/** The values of a list of numbers, or of a list of rows; undefined for anything else. */
function flat(
  data: unknown,
): { data: ArrayLike<unknown>; rows?: number; columns?: number; uneven?: boolean } | undefined {
  if (!isList(data)) return undefined;
  const [first] = Array.from({ length: Math.min(1, data.length) }, (_, at) => data[at]);
  if (!isList(first)) return { data };
  const rows = Array.from(data, (row) => (isList(row) ? row : []));
  const uneven = rows.some(({ length }) => length !== first.length);
  return { data: rows.flatMap((row) => Array.from(row)), rows: rows.length, columns: first.length, uneven };
}

/** The scores in single precision. */
function finite(data: ArrayLike<unknown>, columns: number, name: string): Float32Array {
  const scores = data instanceof Float32Array ? data : new Float32Array(data.length);
  for (let at = 0; at < data.length; at++) {
    const score = data[at];
    if (typeof score === 'number' && Number.isFinite(score)) {
      if (scores !== data) scores[at] = score;
      continue;
    }
    throw new NumericalError(
      `"${name}" answers input ${Math.floor(at / columns)} with ${show(score)}.\nExpected finite numbers.\nCheck the scores that predict returns.`,
    );
  }
  return scores;
}
