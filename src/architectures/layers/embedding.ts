import { tfl } from '../../engine/tensors.ts';
import { InvalidOptionError } from '../../errors.ts';
import type { Layer } from '../../models/network/layers.ts';
import type { Encoder } from '../../text/contract.ts';

/** The items of networks that read texts. */
export const tokens = {
  shape: 'token ids of a text [length]',
  test: (itemShape: readonly number[]): boolean => itemShape.length === 1,
};

/**
 * Returns the embedding of the ids of an encoder, which passes on which tokens are padding if the encoder says that networks skip them.
 *
 * @param size - values per token
 * @throws InvalidOptionError if padding is to be skipped and its id is not 0, the only one that TensorFlow.js can skip
 */
export function embeddingOf({ vocabularySize, mask, paddingId }: Encoder, size: number, owner: string): Layer {
  if (mask && paddingId !== 0) {
    throw new InvalidOptionError(
      `${owner}: the encoder has the padding id ${paddingId}, and networks are to skip padding.\nExpected the padding id 0.\n` +
        'Exchange the ids in your tokenizer, or pass mask: false to its encoder.',
    );
  }
  return tfl.layers.embedding({
    name: 'embedding',
    inputDim: vocabularySize,
    outputDim: size,
    maskZero: mask,
    embeddingsInitializer: 'zeros',
  });
}
