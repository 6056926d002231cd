import { checkUnshaped } from '../norms/resolve-range.ts';
import { DnnError, PredictionError } from '../errors.ts';
import type { InputRange } from '../norms/range.ts';
import { checkOptions, checkedLater, demand, integerFrom, oneOf, text, type Limit, type LimitsOf } from '../options.ts';
import type { Answer, Predictor } from './contract.ts';
import { halfValue } from './onnxruntime/half-precision.ts';
import { inputOf, tensorOf, type Input, type InputOptions } from './onnxruntime/input.ts';
import { loadRuntime, openSession, reasonOf, runtimeNames, type Ort, type Session } from './onnxruntime/runtime.ts';
import { Unusable } from './remote/failures.ts';
import { shapeLimit } from './remote/limits.ts';
import { joined, tabulate, type Table } from './remote/tabulate.ts';

export interface OnnxPredictorOptions extends InputOptions {
  /** The package that runs the model. @defaultValue `onnxruntime-node`, or `onnxruntime-web` if that is not installed */
  readonly runtime?: 'onnxruntime-node' | 'onnxruntime-web';
  /** Name of the output tensor that holds scores or labels. @defaultValue the only one */
  readonly output?: string;
  /** Largest number of inputs per run. @defaultValue 32, or the number that the model fixes */
  readonly batch?: number;
  /** Name in reports. @defaultValue the name of the file */
  readonly name?: string;
  /** Number of classes. @defaultValue the number of scores in the first answer */
  readonly classes?: number;
  /** Smallest and largest valid input value, as numbers or as lists with one bound per value. @defaultValue [0, 1] */
  readonly inputRange?: InputRange;
}

const statistics: Limit = {
  expected: '{ mean, std }, two lists of as many finite numbers, one per channel; none in std is 0',
  holds: (value) => {
    const { mean, std } = Object(value) as Readonly<Record<string, unknown>>;
    const areNumbers = (list: unknown): list is number[] => Array.isArray(list) && list.every(Number.isFinite);
    return areNumbers(mean) && areNumbers(std) && mean.length > 0 && mean.length === std.length && !std.includes(0);
  },
};

const limits: LimitsOf<OnnxPredictorOptions> = {
  runtime: oneOf(...runtimeNames),
  input: text,
  output: text,
  shape: shapeLimit,
  channels: oneOf('first', 'last'),
  normalize: statistics,
  batch: integerFrom(1, 1_000_000),
  name: text,
  classes: integerFrom(2),
  inputRange: checkedLater,
};

/**
 * Returns a predictor that runs an ONNX model in ONNX Runtime. It takes every model that ONNX Runtime runs, but has no gradients.
 * Install `onnxruntime-node` or `onnxruntime-web` beside this package.
 *
 * @param path - of the .onnx file; external data lies beside it
 * @returns the predictor; it opens the model when it is first asked, and throws PredictionError if that fails
 * @throws InvalidOptionError if the path or an option is not accepted
 * @example
 * const classifier = onnxPredictor('models/digits.onnx');
 * await expect({ classifier, split }).toReachAccuracy(0.9);
 */
export function onnxPredictor(path: string, options: OnnxPredictorOptions = {}): Predictor {
  demand('onnxPredictor', 'the path', path, text, 'Pass the path of an .onnx file.');
  const checked = checkOptions('onnxPredictor', options, limits);
  const { classes, inputRange, name = path.replace(/^.*[/\\]/s, '').replace(/\.onnx$/, '') } = checked;
  if (inputRange !== undefined) checkUnshaped('onnxPredictor', inputRange);
  let opened: Promise<{ readonly ort: Ort; readonly session: Session }> | undefined;

  const predict = async (inputs: Float32Array, count: number): Promise<Answer> => {
    try {
      opened ??= open(path, checked);
      const { ort, session } = await opened;
      const input = inputOf(session, inputs.length / count, checked);
      return joined(await runAll(ort, session, { inputs, count, input }, checked));
    } catch (error) {
      throw failed(path, error);
    }
  };
  return { name, predict, ...(classes !== undefined && { classes }), ...(inputRange !== undefined && { inputRange }) };
}

async function open(path: string, { runtime }: OnnxPredictorOptions): Promise<{ ort: Ort; session: Session }> {
  const installed = await loadRuntime(runtime ? [runtime] : runtimeNames);
  return { ort: installed.ort, session: await openSession(installed, path) };
}

interface Items {
  readonly inputs: Float32Array;
  readonly count: number;
  readonly input: Input;
}

async function runAll(
  ort: Ort,
  session: Session,
  { inputs, count, input }: Items,
  options: OnnxPredictorOptions,
): Promise<Table[]> {
  const output = outputOf(session, options);
  const size = input.batch ?? options.batch ?? 32;
  const length = inputs.length / count;
  const tables: Table[] = [];
  for (let start = 0; start < count; start += size) {
    const end = Math.min(start + size, count);
    const tensor = tensorOf(ort, inputs.subarray(start * length, end * length), end - start, input, options);
    const { [output]: scores } = await session.run({ [input.name]: tensor }, [output]);
    const isHalf = scores.data instanceof Uint16Array && scores.type === 'float16';
    const values = Array.from(scores.data, (value) => (isHalf ? halfValue(Number(value)) : Number(value)));
    tables.push(tabulate(values.slice(0, (values.length / tensor.dims[0]) * (end - start)), end - start));
  }
  return tables;
}

/** @throws Unusable if the model has another output than asked for, or several */
function outputOf({ outputNames }: Session, { output }: OnnxPredictorOptions): string {
  const name = output ?? (outputNames.length === 1 ? outputNames[0] : undefined);
  if (name !== undefined && outputNames.includes(name)) return name;
  const known = outputNames.map((each) => `"${each}"`).join(', ');
  throw new Unusable(
    `it has the outputs ${known}. ${output === undefined ? 'Pass output: the name of the one that holds the scores' : `Expected "${output}"`}`,
  );
}

function failed(path: string, error: unknown): PredictionError {
  if (error instanceof DnnError) return new PredictionError(error.message);
  const [reason, advice] =
    error instanceof Unusable
      ? [error.message, 'Check the options of onnxPredictor.']
      : [
          `ONNX Runtime fails: ${reasonOf(error)}`,
          'Check that the items fit the model; shape, channels and batch are options of onnxPredictor.',
        ];
  return new PredictionError(
    `onnxPredictor: ${path}: ${reason}.\nExpected one input of numbers, and scores or labels as output.\n${advice}`,
    { cause: error instanceof Unusable ? undefined : error },
  );
}
