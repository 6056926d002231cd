// oxlint-disable-next-line no-restricted-imports -- the reference is TensorFlow.js itself, without what src/engine corrects
import '@tensorflow/tfjs-backend-cpu';
import { tf, type LayersModel, type Tensor, type Variable } from '../../../../src/engine/tensors.ts';
import type { Layer } from '../../../../src/models/network/layers.ts';
import { createRandom } from '../../../../src/random/index.ts';
import { buildReference } from '../build.ts';
import type { ZooNetwork } from '../contract.ts';
import { networks } from '../networks/index.ts';
import { cyclicLabels, sampleInputs, sampleSize } from '../sample.ts';

/** A derivative of the training loss. */
export interface Slope {
  /** Position among the weights of the network, and in that weight. */
  readonly weight: number;
  readonly entry: number;
  /** Central difference of the loss, and the difference between the two one-sided ones, which bounds its error at a kink. */
  readonly slope: number;
  readonly bend: number;
}

/** The answer of stock TensorFlow.js on its JavaScript backend, or the message of its error. */
export interface Answer {
  /** Outputs of the network, [inputs, classes]. */
  readonly outputs?: Float32Array;
  /** Loss of one training step, with regularisers; absent if the network draws noise. */
  readonly loss?: number;
  readonly slopes?: readonly Slope[];
  /** Weights after one forward pass in training, which moves the statistics of normalisations. */
  readonly weights?: readonly Float32Array[];
  readonly error?: string;
}

// Initialisers of recurrent layers call operations as methods of tensors, as the package @tensorflow/tfjs has them.
const methods = tf.Tensor.prototype as unknown as Record<string, unknown>;
const { stridedSlice, sign, transpose, reshape } = tf;
for (const [name, operation] of Object.entries({ stridedSlice, sign, transpose, reshape }))
  methods[name] ??= function (this: Tensor, ...options: unknown[]) {
    return (operation as (x: Tensor, ...options: unknown[]) => Tensor)(this, ...options);
  };
methods.flatten ??= function (this: Tensor) {
  return tf.reshape(this, [this.size]);
};

/** Entries per weight whose derivative is measured. */
const entries = 3;
/** Step of the central differences. */
const step = 2 ** -7;

const noisy =
  /"(className|class_name)":"\w*(Dropout\w*|GaussianNoise)"|"(recurrentDropout|recurrent_dropout|dropout)":0\.\d/;

/** Builds the network of this name and answers for the inputs that the product gets, too. */
export async function answer(name: string): Promise<Answer> {
  await tf.setBackend('cpu');
  (tf.backend() as unknown as { firstUse: boolean }).firstUse = false; // skips the banner
  const network = networks.find((candidate) => candidate.name === name) as ZooNetwork;
  try {
    const { model, shared } = buildReference(network);
    const x = tf.tensor(sampleInputs(network, 'pool'), [sampleSize, ...network.itemShape]);
    const outputs = tf.tidy(() => (model.predict(x) as Tensor).dataSync() as Float32Array);
    if (noisy.test(JSON.stringify(model.toJSON(undefined, false)))) return { outputs };
    return { outputs, ...train(network, model, shared, x) };
  } catch (error) {
    return { error: String((error as Error).message) };
  } finally {
    tf.disposeVariables();
  }
}

function train(network: ZooNetwork, model: LayersModel, shared: readonly number[], x: Tensor): Answer {
  const loss = (): number => tf.tidy(() => lossOf(network, model, x)).dataSync()[0];
  const before = model.getWeights().map((weight) => weight.dataSync() as Float32Array);
  const first = loss();
  const weights = model.getWeights().map((weight) => weight.dataSync() as Float32Array);
  restore(model, before);
  const random = createRandom(5).fork('entries', network.name);
  const slopes = shared.flatMap((position, index): Slope[] => {
    const weight = model.weights[position];
    if (!model.trainableWeights.includes(weight)) return [];
    const variable = weight.read() as Variable;
    const values = Float32Array.from(before[position]);
    const shifted = (entry: number, by: number): number => {
      variable.assign(
        tf.tensor(
          values.map((value, i) => (i === entry ? value + by : value)),
          variable.shape,
        ),
      );
      return loss();
    };
    return Array.from(random.sample(values.length, Math.min(entries, values.length)), (entry) => {
      const [lower, upper] = [(first - shifted(entry, -step)) / step, (shifted(entry, step) - first) / step];
      restore(model, before);
      return { weight: index, entry, slope: (lower + upper) / 2, bend: Math.abs(upper - lower) };
    });
  });
  return { loss: first, weights: shared.map((position) => weights[position]), slopes };
}

/** Mean cross-entropy of cyclic labels, with the losses of regularisers. */
function lossOf({ head, probabilities = head === 'softmax' }: ZooNetwork, model: LayersModel, x: Tensor): Tensor {
  const outputs = model.apply(x, { training: true }) as Tensor;
  const classes = outputs.shape[1] as number;
  const logProbabilities = probabilities ? tf.log(tf.add(outputs, 1e-30)) : tf.logSoftmax(outputs);
  const chosen = tf.mul(tf.oneHot(tf.tensor1d(cyclicLabels(classes), 'int32'), classes), logProbabilities);
  // stock recurrent layers omit the losses of their cells
  const cells = model.layers.flatMap((layer) => (layer as { cell?: Layer }).cell ?? []);
  const penalties = [model, ...cells].flatMap((part) => part.calculateLosses()).map((penalty) => tf.sum(penalty));
  return tf.addN([tf.neg(tf.div(tf.sum(chosen), x.shape[0])), ...penalties]);
}

function restore(model: LayersModel, values: readonly Float32Array[]): void {
  model.weights.forEach((weight, i) =>
    (weight.read() as Variable).assign(tf.tensor(values[i], weight.shape as number[])),
  );
}
