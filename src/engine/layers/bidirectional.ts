import { tf, type Tensor } from '../tensors.ts';
import { type CallArguments, type Completion, isAble } from './complete.ts';
import { gru } from './gru.ts';
import { lstm } from './lstm.ts';
import type { Recurrent } from './recurrent.ts';
import { simpleRnn } from './simple-rnn.ts';

interface Direction extends Recurrent {
  getClassName(): string;
  call(x: Tensor, kwargs: CallArguments): Tensor;
}

interface Bidirectional {
  readonly forwardLayer: Direction;
  readonly backwardLayer: Direction;
  readonly mergeMode: string | null;
  readonly returnSequences: boolean;
  readonly returnState: boolean;
}

const merges: Readonly<Record<string, (forward: Tensor, backward: Tensor) => Tensor>> = {
  concat: (forward, backward) => tf.concat([forward, backward], -1),
  sum: (forward, backward) => tf.add(forward, backward),
  ave: (forward, backward) => tf.mul(0.5, tf.add(forward, backward)),
  mul: (forward, backward) => tf.mul(forward, backward),
};

/**
 * A bidirectional layer over sequences, whose second direction writes its outputs in the order of the input. The stock implementation
 * reverses a copy; it runs for layers that are not one kernel, and where both directions are returned apart.
 */
export const bidirectional: Completion<Bidirectional> = {
  className: 'Bidirectional',
  kernels: [],
  applies: ({ mergeMode, backwardLayer, returnSequences, returnState }, x, kwargs) =>
    mergeMode !== null &&
    returnSequences &&
    !returnState &&
    oneKernelOf(backwardLayer)?.applies(backwardLayer, x, kwargs) === true,
  call({ mergeMode, forwardLayer, backwardLayer }, x, kwargs) {
    const forward = forwardLayer.call(x, kwargs);
    const { call } = oneKernelOf(backwardLayer) as Completion<Recurrent>;
    return merges[mergeMode as string](forward, call(backwardLayer, x, { ...kwargs, reversed: true }));
  },
};

function oneKernelOf(layer: Direction): Completion<Recurrent> | undefined {
  const className = layer.getClassName();
  const completion = [lstm, gru, simpleRnn].find((known) => known.className === className);
  return completion && isAble(completion.kernels) ? completion : undefined;
}
