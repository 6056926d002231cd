import { tf, type Tensor, type Tensor2D } from '../../engine/tensors.ts';
import type { Network } from './contract.ts';
import { forward, startingFrom } from './forward.ts';
import { sourceOf, symbolsOf } from './graph.ts';
import type { Layer } from './layers.ts';
import { logitsModel } from './outputs.ts';
import { isSimulated } from './simulation.ts';

/** A network on token ids that starts behind its embedding, and what embeds its inputs. */
export interface AtEmbedding {
  /** Takes [batch, length, size + 1]: per token its vector and its id, which decides on masks and has the gradient 0. */
  readonly network: Network;
  /** Returns ids [items, length] as inputs of `network`, [items, length, size + 1]. */
  readonly embed: (ids: Int32Array) => Float32Array;
}

/**
 * Returns a network on token ids as one on the vectors of their embedding, which can move. Distances are those of the vectors, because
 * the ids beside them never move.
 *
 * @returns undefined unless a single embedding reads the input, and nothing else does, or if the network simulates a device
 * @see Miyato et al. 2017, Adversarial training methods for semi-supervised text classification, arXiv:1605.07725, section 3, which
 *   perturbs vectors of words in the same place
 */
export function atEmbedding(classifier: Network): AtEmbedding | undefined {
  const model = logitsModel(classifier.model);
  const [input] = model.inputs;
  const readers = symbolsOf(model).filter(({ inputs }) => inputs.includes(input));
  const embedding = readers.length === 1 ? sourceOf(readers[0]) : undefined;
  if (embedding?.getClassName() !== 'Embedding' || input.shape.length !== 2 || isSimulated(classifier))
    return undefined;
  const [length] = classifier.itemShape;
  const size = readers[0].shape.at(-1) as number;
  const network: Network = {
    ...classifier,
    itemShape: [length, size + 1],
    inputRange: [-Infinity, Infinity],
    logits: (x) => tf.tidy(() => logitsBehind(model, embedding, x, size)),
  };
  const embed = (ids: Int32Array): Float32Array =>
    tf.tidy(() => {
      const rows = tf.tensor2d(Float32Array.from(ids), [ids.length / length, length]);
      const vectors = embedding.apply(rows) as Tensor;
      return tf.concat([vectors, tf.expandDims(rows, 2)], 2).dataSync() as Float32Array;
    });
  return { network, embed };
}

function logitsBehind(model: ReturnType<typeof logitsModel>, embedding: Layer, x: Tensor, size: number): Tensor2D {
  const [batch, length] = x.shape;
  const vectors = tf.slice(x, [0, 0, 0], [batch, length, size]);
  const values = tf.slice(x, [0, 0, size], [batch, length, 1]).dataSync(); // a new tensor, so that no gradient reaches the ids
  const ids = tf.tensor2d(values as Float32Array, [batch, length]);
  const instead = (layer: Layer): Tensor | undefined => (layer === embedding ? vectors : undefined);
  return forward(model, startingFrom(model, ids), instead) as Tensor2D;
}
