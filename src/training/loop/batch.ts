import { NumericalError } from '../../errors.ts';
import type { Split } from '../../datasets/contract.ts';
import { tf, type Scalar, type Tensor, type Tensor1D } from '../../engine/tensors.ts';
import { withGradient } from '../../gradients/with-gradient.ts';
import { inputsAt } from '../../models/network/batches.ts';
import type { Network } from '../../models/network/contract.ts';
import type { Random } from '../../random/index.ts';
import type { Optimizer } from '../optimizers/adam.ts';
import { crossEntropy } from './loss.ts';
import type { TrainedWeights } from './trained-weights.ts';

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
 * Takes one step on the items at the positions, with dropout on, and applies the constraints of the weights. Returns the loss
 * before the step, with the penalties of regularizers.
 *
 * @throws NumericalError if the loss is not finite; the weights are then unchanged. InvalidModelError if an operation has no
 *   gradient
 */
export async function trainOnBatch(
  classifier: Network,
  split: Split,
  positions: Int32Array,
  { epoch, epochsDone, learningRate, random }: Place,
  weights: TrainedWeights,
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
      const lossOf = (): Scalar => weights.penalised(crossEntropy(classifier.logits(x, { training }), y));
      const { value, grads } = ofWeights(classifier.name, () => tf.variableGrads(lossOf, weights.variables));
      const [loss] = value.dataSync();
      if (!Number.isFinite(loss)) throw diverged(classifier.name, loss, epoch, learningRate);
      optimizer.step(weights.variables.map(({ name }) => grads[name]));
      weights.constrain();
      return loss;
    });
  } finally {
    tf.dispose([clean, x, y]);
  }
}

function ofWeights<T>(name: string, work: () => T): T {
  const advice =
    'Expected layers with a gradient all the way from the weights to the logits.\n' +
    'Replace the layer, or set trainable to false on the layers before it.';
  return withGradient(`"${name}" has no gradient with respect to its weights`, advice, work);
}

function diverged(name: string, loss: number, epoch: number, learningRate: number): NumericalError {
  return new NumericalError(
    `The loss of "${name}" became ${loss} in epoch ${epoch}.\nExpected a finite loss.\n` +
      `Train with a learning rate below ${learningRate}, and check that the inputs lie in the range that the model expects.`,
  );
}
