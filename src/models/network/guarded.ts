import { tf, type Tensor } from '../../engine/tensors.ts';
import { InvalidModelError } from '../../errors.ts';
import { isNumbers } from '../../matrix/check-matrix.ts';
import type { Matrix } from '../../matrix/matrix.ts';
import { callback, isInstance, isObject } from '../../options.ts';
import { settleUnseen } from '../../settle-unseen.ts';
import { show } from '../../show.ts';
import type { Network } from './contract.ts';

/** The methods of a network. */
export const methods = [
  'predict',
  'probabilities',
  'features',
  'outputs',
  'predictions',
  'logits',
  'clone',
  'save',
  'dispose',
] as const;

/**
 * Returns a network with methods of its user, such as another `logits`, with checks of what its methods return.
 *
 * @throws InvalidModelError if it lacks a method; from a method, InvalidModelError if its result has another form
 */
export function guarded(network: Network): Network {
  const { name, classes } = network;
  for (const method of methods)
    if (!callback.holds(network[method])) throw wrong(name, method, network[method], 'a function');
  const matrix = (method: string, value: unknown, rows: number, columns?: number): Matrix => {
    const { data, rows: height, columns: width } = (isObject(value) ? value : {}) as Partial<Matrix>;
    const fits = height === rows && Number.isSafeInteger(width) && width === (columns ?? width);
    if (fits && isNumbers(data) && data.length === rows * (width as number)) return value as Matrix;
    throw wrong(
      name,
      `the result of ${method}`,
      value,
      `a matrix of ${rows} rows${columns === undefined ? '' : ` and ${columns} columns`}`,
    );
  };
  return {
    ...network,
    predict: async (inputs, count) => matrix('predict', await network.predict(inputs, count), count, classes),
    probabilities: async (split) => matrix('probabilities', await network.probabilities(split), split.size, classes),
    features: async (split) => matrix('features', await network.features(split), split.size),
    outputs: async (split) => {
      const both: unknown = await network.outputs(split);
      if (!isObject(both)) throw wrong(name, 'the result of outputs', both, '{ features, probabilities }');
      return {
        features: matrix('outputs', both.features, split.size),
        probabilities: matrix('outputs', both.probabilities, split.size, classes),
      };
    },
    predictions: async (split) => {
      const predictions: unknown = await network.predictions(split);
      if (isInstance(predictions, Int32Array) && predictions.length === split.size) return predictions;
      throw wrong(name, 'the result of predictions', predictions, `an Int32Array of ${split.size} classes`);
    },
    logits: (x, options) => {
      const logits: unknown = network.logits(x, options);
      if (isTensor(logits) && logits.shape.join() === `${x.shape[0]},${classes}`)
        return logits as ReturnType<Network['logits']>;
      settleUnseen(logits);
      throw wrong(
        name,
        'the result of logits',
        isTensor(logits) ? logits.shape : logits,
        `a tensor [${x.shape[0]}, ${classes}]`,
      );
    },
    clone: (copyName) => {
      const copy: unknown = network.clone(copyName);
      if (isObject(copy) && isObject(copy.model) && Array.isArray(copy.model.layers))
        return guarded(copy as unknown as Network);
      settleUnseen(copy);
      throw wrong(name, 'the result of clone', copy, 'a classifier with the same layers');
    },
    save: (folder) => network.save(folder),
    dispose: () => network.dispose(),
  };
}

const isTensor = (value: unknown): value is Tensor => isInstance(value, tf.Tensor);

const wrong = (name: string, part: string, value: unknown, expected: string): InvalidModelError =>
  new InvalidModelError(
    `"${name}": ${part} is ${show(value)}.\nExpected ${expected}.\nCorrect the classifier, or change only its name and inputRange.`,
  );
