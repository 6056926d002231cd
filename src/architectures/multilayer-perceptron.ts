import { InvalidOptionError } from '../errors.ts';
import { tfl } from '../engine/tensors.ts';
import type { JsonObject } from '../json.ts';
import { defineArchitecture } from './define.ts';
import { dense } from './layers/blocks.ts';
import type { Architecture } from './contract.ts';

export interface MultilayerPerceptronOptions {
  /** Units of the hidden layers, first to last; none for a linear model. @defaultValue [128, 64] */
  readonly hidden?: readonly number[];
  /** Share of the hidden units that are dropped while training, in [0, 1). @defaultValue 0 */
  readonly dropout?: number;
}

/** An architecture with hyper-parameters: itself with the defaults, `with` another one. */
export interface MultilayerPerceptron extends Architecture {
  readonly options: JsonObject;
  with(options: MultilayerPerceptronOptions): MultilayerPerceptron;
}

/**
 * Multilayer perceptron: the flattened item through hidden layers with ReLU (and dropout behind each) to logits.
 *
 * Items may have any shape. Throws InvalidOptionError on sizes that are no positive integers and on dropout outside [0, 1).
 * @see Rumelhart, Hinton and Williams 1986, Nature 323
 */
export const multilayerPerceptron: MultilayerPerceptron = withOptions({});

function withOptions({ hidden = [128, 64], dropout = 0 }: MultilayerPerceptronOptions): MultilayerPerceptron {
  const odd = hidden.find((units) => !Number.isInteger(units) || units < 1);
  if (odd !== undefined) {
    throw new InvalidOptionError(
      `multilayerPerceptron: hidden contains ${odd}.\nExpected positive integers.\nPass e.g. hidden: [128, 64].`,
    );
  }
  if (!(dropout >= 0 && dropout < 1)) {
    throw new InvalidOptionError(
      `multilayerPerceptron: dropout is ${dropout}.\nExpected 0 <= dropout < 1.\nPass e.g. dropout: 0.5.`,
    );
  }
  const options = { hidden: [...hidden], dropout };
  const architecture = defineArchitecture({
    name: 'multilayerPerceptron',
    options,
    accepts: { shape: 'positive sizes, e.g. [28, 28, 1]', test: (itemShape) => itemShape.length > 0 },
    layers: ({ itemShape, classes }) => [
      ...(itemShape.length > 1 ? [tfl.layers.flatten()] : []),
      ...hidden.flatMap((units) => [
        dense(units, 'relu'),
        ...(dropout > 0 ? [tfl.layers.dropout({ rate: dropout })] : []),
      ]),
      dense(classes),
    ],
  });
  return Object.assign(architecture, {
    with: (changes: MultilayerPerceptronOptions) => withOptions({ ...options, ...changes }),
  });
}
