import { OperatorError } from '../../operators/values.ts';
import type { Translation, Translator, Translators } from '../translation.ts';

/** An operator that is the same here, by another name. */
const as =
  (operator: string, attributes: Readonly<Record<string, unknown>> = {}): Translator =>
  (node) =>
    node.add(operator, node.inputs, attributes);

/** Operators one behind the other. */
const chain =
  (...operators: readonly string[]): Translator =>
  (node) => {
    const [first, ...others] = operators;
    return others.reduce((value, operator) => node.add(operator, [value]), node.add(first, node.inputs));
  };

/** Passes the input on. */
const same: Translator = (node) => node.input(0);

/** Element types by the numbers that a Cast states. */
export const typeNumbers = { float32: 1, uint8: 2, int8: 3, uint16: 4, int16: 5, int32: 6, bool: 9 } as const;

/** Adds an activation by the name that TensorFlow gives it in fused operators. */
export function activated(node: Translation, kind: string, value: string, operand: () => string): string {
  const { attributes } = node;
  switch (kind) {
    case 'Relu':
    case 'Sigmoid':
    case 'Tanh':
    case 'Elu':
      return node.add(kind, [value]);
    case 'Relu6':
      return node.add('Clip', [value], { min: 0, max: 6 });
    case 'LeakyRelu':
      return node.add(kind, [value], { alpha: attributes.number('leakyrelu_alpha', attributes.number('alpha', 0.2)) });
    case 'Prelu':
      return node.add('PRelu', [value, operand()]);
    default:
      throw new OperatorError(`it is fused with ${kind.slice(0, 40)}`);
  }
}

const activation: Translator = (node) => activated(node, node.operator, node.input(0), () => node.input(1));

const square = (node: Translation, value: string): string => node.add('Pow', [value, node.scalar(2)]);

/** Rounds a quotient down, also that of integers. */
const floorDivision: Translator = (node) => {
  const type = node.attributes.type('T');
  const operands = type === 'float32' ? node.inputs : node.inputs.map((each) => node.add('Cast', [each], { to: 1 }));
  const whole = node.add('Floor', [node.add('Div', operands)]);
  return type === 'float32' ? whole : node.add('Cast', [whole], { to: typeNumbers[type] });
};

/** 0 where the divisor is 0; gradients stay finite there. */
const divisionOrZero: Translator = (node) => {
  const [a, b] = [node.input(0), node.input(1)];
  const isZero = node.add('Equal', [b, node.scalar(0)]);
  const quotient = node.add('Div', [a, node.add('Where', [isZero, node.scalar(1), b])]);
  return node.add('Where', [isZero, node.scalar(0), quotient]);
};

const filled =
  (value: number): Translator =>
  (node) => {
    const shape = node.add('Shape', [node.input(0)]);
    const type = node.attributes.type('T');
    return node.add('Expand', [node.scalar(value, type), shape]);
  };

const words = (list: string): string[] => list.split(' ');

/** Operators with the same name and meaning in both vocabularies. */
const alike =
  'Abs Acos Acosh Asin Asinh Atan Atanh Ceil Cos Cosh Equal Erf Exp Floor Greater Less Log Mul Neg Pow Reciprocal Round Selu Sign Sin Sinh ' +
  'Softplus Softsign Sqrt Sub Tan';

/** Operators that compute each value from those at its place. */
export const elementwise: Translators = {
  ...Object.fromEntries(words(alike).map((name) => [name, as(name)])),
  ...Object.fromEntries(words('Relu Relu6 Elu LeakyRelu Prelu Sigmoid Tanh').map((name) => [name, activation])),
  ...Object.fromEntries(
    words('CheckNumerics EnsureShape Identity PlaceholderWithDefault PreventGradient Snapshot StopGradient').map(
      (name) => [name, same],
    ),
  ),
  IdentityN: (node) => node.inputs,
  Add: as('Add'),
  AddV2: as('Add'),
  AddN: as('Sum'),
  Div: as('Div'),
  RealDiv: as('Div'),
  DivNoNan: divisionOrZero,
  FloorDiv: floorDivision,
  FloorMod: as('Mod'),
  Mod: as('Mod', { fmod: 1 }),
  Maximum: as('Max'),
  Minimum: as('Min'),
  Inv: as('Reciprocal'),
  Rint: as('Round'),
  Rsqrt: chain('Sqrt', 'Reciprocal'),
  Square: (node) => square(node, node.input(0)),
  SquaredDifference: (node) => square(node, node.add('Sub', node.inputs)),
  Expm1: (node) => node.add('Sub', [node.add('Exp', node.inputs), node.scalar(1)]),
  Log1p: (node) => node.add('Log', [node.add('Add', [node.input(0), node.scalar(1)])]),
  Erfc: (node) => node.add('Sub', [node.scalar(1), node.add('Erf', node.inputs)]),
  ClipByValue: as('Clip'),
  NotEqual: chain('Equal', 'Not'),
  GreaterEqual: as('GreaterOrEqual'),
  LessEqual: as('LessOrEqual'),
  LogicalAnd: as('And'),
  LogicalOr: as('Or'),
  LogicalXor: as('Xor'),
  LogicalNot: as('Not'),
  IsNan: as('IsNaN'),
  IsInf: as('IsInf'),
  IsFinite: (node) =>
    node.add('Not', [node.add('Or', [node.add('IsNaN', node.inputs), node.add('IsInf', node.inputs)])]),
  Select: as('Where'),
  SelectV2: as('Where'),
  Cast: (node) => node.add('Cast', [node.input(0)], { to: typeNumbers[node.attributes.type('DstT')] }),
  OnesLike: filled(1),
  ZerosLike: filled(0),
  /** Along the last axis, or the second with the channels first. */
  BiasAdd: (node) => {
    const isLast = node.attributes.text('data_format', 'NHWC') !== 'NCHW';
    const bias = isLast ? node.input(1) : node.add('Unsqueeze', [node.input(1), node.constant([1, 2])]);
    return node.add('Add', [node.input(0), bias]);
  },
};
