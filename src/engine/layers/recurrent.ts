import type { RecurrentAttributes } from '../kernels/attributes.ts';
import { tf, type Tensor } from '../tensors.ts';
import type { Activation, CallArguments, Weight } from './complete.ts';
import { isTaped } from './differentiable.ts';

/** The parts of a recurrent layer that its completion uses. */
export interface Recurrent {
  readonly cell: {
    readonly kernel: Weight;
    readonly recurrentKernel: Weight;
    readonly bias: Weight | null;
    readonly activation: Activation;
    /** That of the gates, if there are any. */
    readonly recurrentActivation?: Activation;
    readonly dropout: number;
    readonly recurrentDropout: number;
  };
  readonly returnSequences: boolean;
  readonly returnState: boolean;
  readonly goBackwards: boolean;
  readonly stateful: boolean;
}

/**
 * The arguments of a call. `reversed` is set by a bidirectional layer: the outputs are returned in the reverse of the order in which
 * they are computed.
 */
export interface RecurrentArguments extends CallArguments {
  readonly reversed?: boolean;
}

/** Whether one kernel computes the whole sequence: with tanh, no dropout in effect, and no state that is passed in or returned. */
export function isOneKernel({ cell, returnState, stateful }: Recurrent, x: Tensor, call: CallArguments): boolean {
  const { mask, initialState, training } = call;
  return (
    cell.activation.getClassName() === 'tanh' &&
    (!cell.recurrentActivation || ['sigmoid', 'hardSigmoid'].includes(cell.recurrentActivation.getClassName())) &&
    (!training || (cell.dropout === 0 && cell.recurrentDropout === 0)) &&
    !(returnState || stateful || initialState) &&
    (!mask || (mask instanceof tf.Tensor && mask.rank === 2)) &&
    x.rank === 3 &&
    x.size > 0
  );
}

/** The options of the kernel for a call of the layer. */
export function attributesOf(layer: Recurrent, { reversed = false }: RecurrentArguments): RecurrentAttributes {
  return {
    hard: layer.cell.recurrentActivation?.getClassName() === 'hardSigmoid',
    sequences: layer.returnSequences,
    backwards: layer.goBackwards,
    reversed,
    kept: isTaped(),
  };
}

/** The operands of the kernel for a call of the layer; those that it does not have are omitted. */
export function operandsOf({ cell }: Recurrent, x: Tensor, { mask }: CallArguments) {
  const bias = cell.bias?.read();
  return {
    x,
    kernel: cell.kernel.read(),
    recurrentKernel: cell.recurrentKernel.read(),
    ...(bias && { bias }),
    ...(mask instanceof tf.Tensor && { mask: tf.cast(mask, 'bool') }),
  };
}
