import { InvalidModelError } from '../../errors.ts';
import { tf, type Scalar, type Tensor, type Variable } from '../../engine/tensors.ts';
import type { Network } from '../../models/network/contract.ts';
import { partsOf, type Layer } from '../../models/network/layers.ts';

/** The weights that a training changes, with the regularizers and constraints of their layers. */
export interface TrainedWeights {
  readonly variables: Variable[];
  /** Returns the loss plus the penalties of all regularizers: L + Σ r(w). */
  penalised(loss: Scalar): Scalar;
  /** Applies the constraints, w ← c(w), as after every step in Keras. */
  constrain(): void;
}

/** A weight of TensorFlow.js with the property that its type hides. */
interface ConstrainedWeight {
  readonly constraint: { apply(weight: Tensor): Tensor } | null;
  read(): Tensor;
}

/**
 * Returns the trainable weights of a network.
 *
 * @throws InvalidModelError if there is none, or if a layer has an activity regularizer, which TensorFlow.js ignores
 */
export function trainedWeights({ name, model }: Network): TrainedWeights {
  const layers = new Set(partsOf(model));
  for (const layer of layers) assertNoActivityRegularizer(name, layer);
  const penalties = [...layers].flatMap((layer) => (layer as unknown as { _losses?: (() => Scalar)[] })._losses ?? []);
  const weights = model.trainableWeights as unknown as ConstrainedWeight[];
  if (weights.length === 0) {
    throw new InvalidModelError(
      `The model "${name}" has no trainable weight.\nExpected at least one.\nSet trainable to true on the layers to train.`,
    );
  }
  return {
    variables: weights.map((weight) => weight.read() as Variable),
    penalised: (loss) => penalties.reduce((sum: Scalar, penalty) => tf.add(sum, penalty()), loss),
    constrain: () => {
      for (const weight of weights) {
        const { constraint } = weight;
        if (constraint) tf.tidy(() => (weight.read() as Variable).assign(constraint.apply(weight.read())));
      }
    },
  };
}

function assertNoActivityRegularizer(name: string, layer: Layer): void {
  if (!(layer as unknown as { activityRegularizer?: unknown }).activityRegularizer) return;
  throw new InvalidModelError(
    `The layer "${layer.name}" of "${name}" has an activity regularizer.\n` +
      'Expected none, because TensorFlow.js does not compute it.\n' +
      'Regularise the weights instead, by kernelRegularizer or biasRegularizer.',
  );
}
