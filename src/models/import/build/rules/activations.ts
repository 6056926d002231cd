import { tfl } from '../../../../engine/tensors.ts';
import type { Layer } from '../../../network/layers.ts';
import { OperatorError } from '../../operators/values.ts';
import type { Builder } from '../builder.ts';
import { isConstant, isWire, numbersOf, type KnownNode, type Rule, type Rules } from '../known-node.ts';
import type { Wire } from '../wire.ts';

/** Applies a layer to a wire that keeps its shape. */
export function unary(wire: Wire, builder: Builder, layer: Layer): [Wire] {
  return [{ ...wire, symbol: builder.apply(layer, wire.symbol) }];
}

/** A stock layer for an activation, if there is one with its parameters. */
function activation(make: (known: KnownNode, name: string) => unknown): Rule {
  return (known, builder) => {
    const [wire] = known.inputs;
    if (!isWire(wire) || wire.type !== 'float32') return undefined;
    const layer = make(known, builder.name(known.node.name || known.node.operator));
    return layer ? unary(wire, builder, layer as Layer) : undefined;
  };
}

const named = (name: string): Rule =>
  activation((_, layer) => tfl.layers.activation({ activation: name as 'relu', name: layer }));

const same: Rule = ({ inputs }) => inputs.slice(0, 1) as [Wire];

/** Activations, and operators that pass their input on. */
export const activationRules: Rules = {
  Relu: activation((_, name) => tfl.layers.reLU({ name })),
  Sigmoid: named('sigmoid'),
  Tanh: named('tanh'),
  Softplus: named('softplus'),
  Softsign: named('softsign'),
  LeakyRelu: activation(({ operation }, name) =>
    tfl.layers.leakyReLU({ name, alpha: operation.number('alpha', 0.01) }),
  ),
  Elu: activation(({ operation }, name) => tfl.layers.elu({ name, alpha: operation.number('alpha', 1) })),
  HardSigmoid: activation(({ operation }, name) =>
    Math.fround(operation.number('alpha', 0.2)) === Math.fround(0.2) && operation.number('beta', 0.5) === 0.5
      ? tfl.layers.activation({ name, activation: 'hardSigmoid' })
      : undefined,
  ),
  Clip: activation(({ operation, inputs }, name) => {
    if (inputs.slice(1).some((bound) => bound && !isConstant(bound))) return undefined;
    const low = numbersOf(inputs[1])?.[0] ?? operation.number('min', -Infinity);
    const high = numbersOf(inputs[2])?.[0] ?? operation.number('max', Infinity);
    return low === 0 && high > 0 ? tfl.layers.reLU({ name, ...(high < Infinity && { maxValue: high }) }) : undefined;
  }),
  Identity: same,
  Dropout: (known) => {
    const [, , training] = known.inputs;
    if (numbersOf(training)?.[0]) throw new OperatorError('it was exported in training mode, so it drops values');
    return known.node.outputs.length === 1 ? same(known, undefined as never) : undefined;
  },
  Cast: (known) => {
    const [wire] = known.inputs;
    return isWire(wire) && wire.type === 'float32' && [1, 10, 11, 16].includes(known.operation.number('to', 1))
      ? [wire]
      : undefined;
  },
};
