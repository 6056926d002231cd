import { InvalidModelError, NumericalError } from '../../errors.ts';
import type { LayersModel } from '../../engine/tensors.ts';
import type { Matrix } from '../../matrix/matrix.ts';

/**
 * Returns the item shape and the number of classes that the model declares.
 *
 * @throws InvalidModelError unless the model has one input [n, ...itemShape] and one output [n, classes]
 */
export function shapesOf(model: LayersModel): { itemShape: number[]; classes: number } {
  const describe = (symbols: LayersModel['inputs']): string =>
    symbols.map(({ shape }) => `[${shape.map((d) => d ?? 'n').join(', ')}]`).join(' and ');
  const [output] = model.outputs;
  const classes = output.shape[1];
  if (model.outputs.length !== 1 || output.shape.length !== 2 || classes === null || classes < 2) {
    throw new InvalidModelError(
      `The output of the model "${model.name}" is ${describe(model.outputs)}.\n` +
        'Expected one output [n, classes] with at least 2 classes: logits or softmax.\n' +
        'End the model with tf.layers.dense({ units: classes }); put tf.layers.flatten() before it if its input has more axes.',
    );
  }
  const itemShape = model.inputs[0].shape.slice(1);
  if (model.inputs.length !== 1 || itemShape.length === 0 || itemShape.some((size) => size === null)) {
    throw new InvalidModelError(
      `The input of the model "${model.name}" is ${describe(model.inputs)}.\n` +
        'Expected one input [n, ...itemShape] in which only n is unknown.\n' +
        'Give the first layer a complete inputShape, e.g. [28, 28, 1].',
    );
  }
  return { itemShape: itemShape as number[], classes };
}

/**
 * Returns the outputs of a model, [n, columns], unchanged.
 *
 * @throws NumericalError if a value is NaN or infinite
 */
export function assertFinite(outputs: Matrix, name: string): Matrix {
  const at = outputs.data.findIndex((value) => !Number.isFinite(value));
  if (at < 0) return outputs;
  throw new NumericalError(
    `The output of the model "${name}" for input ${Math.floor(at / outputs.columns)} is ${outputs.data[at]}.\n` +
      'Expected finite numbers.\nCheck the weights and the inputs of the model for values that overflow.',
  );
}
