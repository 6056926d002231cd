import { NumericalError } from '../../errors.ts';
import type { Split } from '../../datasets/contract.ts';
import { tf, type Tensor, type Tensor1D, type Variable } from '../../engine/tensors.ts';
import { inputsAt } from '../../models/network/batches.ts';
import type { Network } from '../../models/network/contract.ts';
import type { Random } from '../../random/index.ts';
import type { Optimizer } from '../optimizers/adam.ts';
import { crossEntropy } from './loss.ts';

/** A clean batch, before it is trained on. */
export interface CleanBatch {
  readonly classifier: Network;
  /** Inputs [batch, ...itemShape]. */
  readonly x: Tensor;
  /** True labels [batch], int32. */
  readonly y: Tensor1D;
  /** Random stream of this batch alone. */
  readonly random: Random;
  /** Epochs completed so far, with fractions: 1.5 in the middle of the second epoch. */
  readonly epochsDone: number;
}

/** Turns a clean batch into the inputs to train on: a new tensor of the same shape, or the clean one. */
export type Prepare = (batch: CleanBatch) => Tensor | Promise<Tensor>;

/** The position of a batch in the training. */
interface Place {
  readonly epoch: number;
  readonly epochsDone: number;
  readonly learningRate: number;
  /** Random stream of this batch alone. */
  readonly random: Random;
}

/**
 * Takes one step on the items at the positions, with dropout on. Returns the loss before the step.
 *
 * @throws NumericalError if the loss is not finite; the weights are then unchanged
 */
export async function trainOnBatch(
  classifier: Network,
  split: Split,
  positions: Int32Array,
  { epoch, epochsDone, learningRate, random }: Place,
  variables: Variable[],
  optimizer: Optimizer,
  prepare: Prepare,
): Promise<number> {
  const clean = inputsAt(split, positions); // [batch, ...itemShape]
  const y = tf.tensor1d(
    Int32Array.from(positions, (position) => split.labels[position]),
    'int32',
  );
  let x = clean;
  try {
    x = await prepare({ classifier, x: clean, y, random: random.fork('inputs'), epochsDone });
    return tf.tidy(() => {
      const training = random.fork('dropout');
      const { value, grads } = tf.variableGrads(() => crossEntropy(classifier.logits(x, { training }), y), variables);
      const [loss] = value.dataSync();
      if (!Number.isFinite(loss)) throw diverged(classifier.name, loss, epoch, learningRate);
      optimizer.step(variables.map(({ name }) => grads[name]));
      return loss;
    });
  } finally {
    tf.dispose([clean, x, y]);
  }
}

function diverged(name: string, loss: number, epoch: number, learningRate: number): NumericalError {
  return new NumericalError(
    `The loss of "${name}" became ${loss} in epoch ${epoch}.\nExpected a finite loss.\n` +
      `Train with a learning rate below ${learningRate}, and check that the inputs lie in the range that the model expects.`,
  );
}
