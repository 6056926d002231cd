import { tfl, type SymbolicTensor } from '../engine/tensors.ts';
import { zeroPaddingTokens } from '../engine/own-layers/index.ts';
import { InvalidOptionError } from '../errors.ts';
import type { InputRange } from '../norms/range.ts';
import { checkOptions, checkedLater, integerFrom, within, type Limit, type LimitsOf } from '../options.ts';
import { show } from '../show.ts';
import { defineArchitecture } from './define.ts';
import { embeddingOf, tokens } from './layers/embedding.ts';
import type { ArchitectureOptions, ConfigurableArchitecture } from './contract.ts';

export interface TextCnnOptions extends ArchitectureOptions {
  /** Values per token. @defaultValue 128 */
  readonly embedding?: number;
  /** Tokens that the filters span, one size per branch. @defaultValue [3, 4, 5] */
  readonly widths?: readonly number[];
  /** Filters per width. @defaultValue 100 */
  readonly filters?: number;
  /** Share of the features dropped during training, in [0, 1). @defaultValue 0.5 */
  readonly dropout?: number;
}

/** The convolutional network of texts with its hyper-parameters; `with` returns a variant. */
export type TextCnn = ConfigurableArchitecture<TextCnnOptions>;

type Chosen = Required<Omit<TextCnnOptions, 'inputRange'>>;

const size = integerFrom(1, 1_000_000);
const width = integerFrom(1, 1000);
const widthsLimit: Limit = {
  expected: 'a list of 1 to 100 numbers of tokens',
  holds: (value) => Array.isArray(value) && value.length > 0 && value.length <= 100,
  advice: () => 'Pass e.g. widths: [3, 4, 5].',
};
const limits: LimitsOf<TextCnnOptions> = {
  embedding: size,
  widths: widthsLimit,
  filters: size,
  dropout: { ...within(0, 1), expected: '0 <= dropout < 1', advice: () => 'Pass e.g. dropout: 0.5.' },
  inputRange: checkedLater,
};

/**
 * Convolutional network of texts: the embedding of the tokens, for each width convolutions over that many tokens with ReLU and their maximum
 * over the text, dropout, logits.
 *
 * Items are token ids [length], with the encoder of their data set; the outputs are logits. The vectors of padding are zero, and a text is
 * surrounded by as many zeros as the widest filter spans, so that neither the length nor the side of the padding changes a result; the
 * source pads short texts only. Biases start at 0; kernels are drawn after He, embeddings are U(−0.05, 0.05).
 * @throws InvalidOptionError from `with`, if an option is unknown or out of range
 * @see Kim 2014, Convolutional neural networks for sentence classification, EMNLP D14-1181, section 2 (one channel, CNN-rand)
 */
export const textCnn: TextCnn = withOptions({ embedding: 128, widths: [3, 4, 5], filters: 100, dropout: 0.5 });

function withOptions(options: Chosen, inputRange?: InputRange): TextCnn {
  const architecture = defineArchitecture({
    name: 'textCnn',
    options: { ...options, widths: [...options.widths] },
    inputRange,
    readsTexts: true,
    accepts: tokens,
    connect: (input, { itemShape: [length], classes, encoder }) => {
      const embedded = embeddingOf(encoder, options.embedding, 'textCnn').apply(input);
      const features = featuresOf(zeroPaddingTokens('tokens').apply(embedded) as SymbolicTensor, length, options);
      const kept =
        options.dropout > 0 ? tfl.layers.dropout({ name: 'dropout', rate: options.dropout }).apply(features) : features;
      const logits = tfl.layers.dense({ name: 'logits', units: classes, kernelInitializer: 'zeros' });
      return logits.apply(kept) as SymbolicTensor;
    },
  });
  return Object.assign(architecture, {
    with: (changes: TextCnnOptions) => {
      const { inputRange: range = inputRange, ...changed } = checkOptions('textCnn', changes, limits);
      const wrong = Array.from(changed.widths ?? []).find((each) => !width.holds(each));
      if (wrong !== undefined || changed.widths?.includes(undefined as never)) throw invalidWidth(wrong);
      return withOptions({ ...options, ...changed }, range);
    },
  });
}

/** The largest value of each filter over the text, [batch, widths × filters]. */
function featuresOf(embedded: SymbolicTensor, length: number, { embedding, widths, filters }: Chosen): SymbolicTensor {
  const around = Math.max(...widths);
  const image = tfl.layers.reshape({ name: 'image', targetShape: [length, 1, embedding] }).apply(embedded);
  const padding: [[number, number], [number, number]] = [
    [around, around],
    [0, 0],
  ];
  const padded = tfl.layers.zeroPadding2d({ name: 'padded', padding }).apply(image);
  const branches = widths.map((kernelWidth, at) => {
    const name = `width_${kernelWidth}_at_${at}`;
    const kernelSize: [number, number] = [kernelWidth, 1];
    const convolved = tfl.layers
      .conv2d({ name, filters, kernelSize, activation: 'relu', kernelInitializer: 'zeros' })
      .apply(padded);
    return tfl.layers.globalMaxPooling2d({ name: `${name}_largest` }).apply(convolved) as SymbolicTensor;
  });
  return branches.length === 1
    ? branches[0]
    : (tfl.layers.concatenate({ name: 'features' }).apply(branches) as SymbolicTensor);
}

function invalidWidth(width: unknown): InvalidOptionError {
  return new InvalidOptionError(
    `textCnn: widths contains ${show(width)}.\nExpected integers from 1 to 1000.\nPass e.g. widths: [3, 4, 5].`,
  );
}
