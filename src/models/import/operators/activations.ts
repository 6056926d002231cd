import { tf, type Tensor } from '../../../engine/tensors.ts';
import type { Operation, Operator, Operators } from './contract.ts';
import { input, numbersIn, OperatorError, pointwise, valueOf } from './values.ts';

/** An activation with numbers as attributes. */
function activation(compute: (x: Tensor, operation: Operation) => Tensor): Operator {
  return {
    over: 'elementwise',
    run: (inputs, operation) => {
      const { tensor, type } = input(inputs, 0);
      return [valueOf(compute(tensor, operation), type)];
    },
  };
}

const hardSigmoid = (x: Tensor, alpha: number, beta: number): Tensor =>
  tf.clipByValue(tf.add(tf.mul(x, alpha), beta), 0, 1);

/** Φ(x), the distribution function of the standard normal distribution. */
const normalBelow = (x: Tensor): Tensor => tf.mul(tf.add(tf.erf(tf.mul(x, Math.SQRT1_2)), 1), 0.5);

const gelu = (x: Tensor, approximate: boolean): Tensor =>
  approximate
    ? tf.mul(
        tf.mul(x, 0.5),
        tf.add(tf.tanh(tf.mul(tf.add(x, tf.mul(tf.pow(x, 3), 0.044715)), Math.sqrt(2 / Math.PI))), 1),
      )
    : tf.mul(x, normalBelow(x));

/** Activations of the standard, each y = f(x), and operators that pass their input on. */
export const activations: Operators = {
  Relu: pointwise((x) => tf.relu(x)),
  Sigmoid: pointwise((x) => tf.sigmoid(x)),
  Tanh: pointwise((x) => tf.tanh(x)),
  Erf: pointwise((x) => tf.erf(x)),
  Softsign: pointwise((x) => tf.div(x, tf.add(tf.abs(x), 1))),
  Softplus: pointwise((x) => tf.softplus(x)),
  Mish: pointwise((x) => tf.mul(x, tf.tanh(tf.softplus(x)))),
  HardSwish: pointwise((x) => tf.mul(x, hardSigmoid(x, 1 / 6, 0.5))),
  PRelu: pointwise((x, slope) => tf.sub(tf.relu(x), tf.mul(slope, tf.relu(tf.neg(x))))),
  LeakyRelu: activation((x, of) => tf.leakyRelu(x, of.number('alpha', 0.01))),
  Elu: activation((x, of) => tf.add(tf.relu(x), tf.mul(tf.expm1(tf.neg(tf.relu(tf.neg(x)))), of.number('alpha', 1)))),
  Celu: activation((x, of) => {
    const alpha = of.number('alpha', 1);
    return tf.add(tf.relu(x), tf.mul(tf.expm1(tf.div(tf.neg(tf.relu(tf.neg(x))), alpha)), alpha));
  }),
  Selu: activation((x, of) => {
    const [alpha, gamma] = [of.number('alpha', 1.6732632423543772), of.number('gamma', 1.0507009873554805)];
    return tf.mul(tf.add(tf.relu(x), tf.mul(tf.expm1(tf.neg(tf.relu(tf.neg(x)))), alpha)), gamma);
  }),
  ThresholdedRelu: activation((x, of) => tf.mul(x, tf.cast(tf.greater(x, of.number('alpha', 1)), 'float32'))),
  HardSigmoid: activation((x, of) => hardSigmoid(x, of.number('alpha', 0.2), of.number('beta', 0.5))),
  Shrink: activation((x, of) => {
    const [bias, lambda] = [of.number('bias', 0), of.number('lambd', 0.5)];
    const above = tf.mul(tf.cast(tf.greater(x, lambda), 'float32'), tf.sub(x, bias));
    return tf.add(above, tf.mul(tf.cast(tf.less(x, -lambda), 'float32'), tf.add(x, bias)));
  }),
  Gelu: activation((x, of) => gelu(x, of.text('approximate', 'none') === 'tanh')),
  Swish: activation((x, of) => tf.mul(x, tf.sigmoid(tf.mul(x, of.number('alpha', 1))))),
  Clip: {
    over: 'elementwise',
    run: (inputs, operation) => {
      const { tensor, type } = input(inputs, 0);
      const low = numbersIn(inputs, 1)?.[0] ?? operation.number('min', -Infinity);
      const high = numbersIn(inputs, 2)?.[0] ?? operation.number('max', Infinity);
      const above = low === -Infinity ? tensor : tf.maximum(tensor, tf.scalar(low, tensor.dtype));
      const between = high === Infinity ? above : tf.minimum(above, tf.scalar(high, tensor.dtype));
      return [valueOf(between, type)];
    },
  },
  Identity: {
    over: 'elementwise',
    run: (inputs) => [{ ...input(inputs, 0), tensor: tf.clone(input(inputs, 0).tensor) }],
  },
  /** In evaluation, dropout passes its input on; the mask is all true. */
  Dropout: {
    over: 'elementwise',
    run: (inputs, operation) => {
      const { tensor, type } = input(inputs, 0);
      if (numbersIn(inputs, 2)?.[0] && numbersIn(inputs, 1)?.[0] !== 0)
        throw new OperatorError('it was exported in training mode, so it drops values');
      const y = valueOf(tf.clone(tensor), type);
      return operation.outputs > 1 ? [y, valueOf(tf.onesLike(tensor), 'bool')] : [y];
    },
  },
};
