import { InvalidModelError } from '../../errors.ts';
import type { Config } from './keras-config.ts';

/** What to do about layers that TensorFlow.js lacks, by the first letters of their class. */
const advice: readonly [RegExp, string][] = [
  [/^(Random|Auto|RandAugment|MixUp|CutMix|AugMix)/, 'Remove it before saving: it changes inputs only in training.'],
  [/^(Lambda|TFOpLambda|SlicingOpLambda|Operation)/, 'Replace it by standard layers; code in Python cannot be loaded.'],
];

/** @returns the error for a layer that TensorFlow.js lacks */
export function unknownLayer(path: string, kind: string, name: string): InvalidModelError {
  const [, what] = advice.find(([pattern]) => pattern.test(kind)) ?? [
    null,
    'Replace it by standard layers, or register its class with tf.serialization.registerClass of vitest-dnn/layers.',
  ];
  return new InvalidModelError(
    `The layer "${name}" of ${path} has the class ${kind}, which TensorFlow.js does not know.\n` +
      `Expected layers of TensorFlow.js.\n${what}`,
  );
}

/** @returns the error for an operator on tensors that no layer computes */
export function unknownOperation(path: string, { class_name: kind, config, name }: Config): InvalidModelError {
  const { function: applied, name: own } = (config ?? {}) as Config;
  const what = kind === 'TFOpLambda' ? `the function tf.${String(applied)}` : `the operator ${String(kind)}`;
  return new InvalidModelError(
    `"${String(name ?? own)}" in ${path} applies ${what} outside of a layer, in a way that is unknown.\n` +
      'Expected layers, or arithmetic, activations, reductions and reshaping of tensors.\nReplace it by standard layers, and save the model again.',
  );
}

/** @returns the error for an option that TensorFlow.js computes in another way */
export function differs(path: string, kind: string, name: string, what: string): InvalidModelError {
  return new InvalidModelError(
    `The layer "${name}" (${kind}) of ${path} uses ${what}, which TensorFlow.js does not compute.\n` +
      'Expected options that both compute alike.\nChange the layer in Keras, train the model again and convert it.',
  );
}
