import { InvalidOptionError } from '../errors.ts';
import { show } from '../show.ts';
import { checkOptions, checkedLater, integerFrom, within, type Limit, type LimitsOf } from '../options.ts';
import { tfl } from '../engine/tensors.ts';
import { defineArchitecture } from './define.ts';
import { dense } from './layers/blocks.ts';
import type { ArchitectureOptions, ConfigurableArchitecture } from './contract.ts';

export interface MultilayerPerceptronOptions extends ArchitectureOptions {
  /** Units per hidden layer, first to last; an empty list makes a linear model. @defaultValue [128, 64] */
  readonly hidden?: readonly number[];
  /** Share of the hidden units dropped during training, in [0, 1). @defaultValue 0 */
  readonly dropout?: number;
}

/** The multilayer perceptron with its hyper-parameters; `with` returns a variant. */
export type MultilayerPerceptron = ConfigurableArchitecture<MultilayerPerceptronOptions>;

const units = integerFrom(1, 1_000_000);
const hiddenLimit: Limit = {
  expected: 'a list of at most 1,000 positive integers, one per hidden layer',
  holds: (value) => Array.isArray(value) && value.length <= 1000,
  advice: () => 'Pass e.g. hidden: [128, 64].',
};
const limits: LimitsOf<MultilayerPerceptronOptions> = {
  hidden: hiddenLimit,
  dropout: { ...within(0, 1), expected: '0 <= dropout < 1', advice: () => 'Pass e.g. dropout: 0.5.' },
  inputRange: checkedLater,
};

/**
 * Multilayer perceptron: the flattened item, hidden layers with ReLU (each followed by dropout, if any), logits.
 *
 * Items may have any shape.
 * @throws InvalidOptionError from `with`, on units that are not positive integers or a dropout outside [0, 1)
 * @see Rumelhart, Hinton and Williams 1986, Nature 323
 */
export const multilayerPerceptron: MultilayerPerceptron = withOptions({});

function withOptions({
  hidden = [128, 64],
  dropout = 0,
  inputRange,
}: MultilayerPerceptronOptions): MultilayerPerceptron {
  const options = { hidden: [...hidden], dropout };
  const architecture = defineArchitecture({
    name: 'multilayerPerceptron',
    options,
    inputRange,
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
    with: (changes: MultilayerPerceptronOptions) => {
      const checked = checkOptions('multilayerPerceptron', changes, limits);
      const wrong = checked.hidden?.findIndex((size) => !units.holds(size)) ?? -1;
      if (wrong >= 0) throw invalidUnits(checked.hidden?.[wrong]);
      return withOptions({ ...options, inputRange, ...checked });
    },
  });
}

function invalidUnits(units: unknown): InvalidOptionError {
  return new InvalidOptionError(
    `multilayerPerceptron: hidden contains ${show(units)}.\nExpected positive integers.\nPass e.g. hidden: [128, 64].`,
  );
}
