import { tf, tfl, type Tensor } from '../tensors.ts';

export type Shape = (number | null)[];

/** The configuration of a layer. */
export type Options = Readonly<Record<string, unknown>>;

/** A weight of a layer. */
export type Weight = ReturnType<InstanceType<typeof tfl.layers.Layer>['addWeight']>;

/** A layer with one output that keeps its options, so that it can be saved and copied. */
export abstract class OwnLayer extends tfl.layers.Layer {
  protected readonly options: Options;

  constructor(options: Options) {
    super(options as { name?: string });
    this.options = options;
  }

  /** Options that are written into files. */
  protected abstract readonly written: readonly string[];

  protected abstract compute(inputs: Tensor[]): Tensor;

  override call(inputs: Tensor | Tensor[]): Tensor {
    return tf.tidy(() => this.compute([inputs].flat()));
  }

  override computeOutputShape(inputShape: Shape | Shape[]): Shape | Shape[] {
    return inputShape;
  }

  override getConfig(): tf.serialization.ConfigDict {
    const own = this.written.map((name): [string, unknown] => [name, this.options[name] ?? null]);
    return { ...super.getConfig(), ...Object.fromEntries(own) } as tf.serialization.ConfigDict;
  }

  /** Adds a weight of ones or zeros, until its values are set. */
  protected weight(name: string, shape: number[], value: 'ones' | 'zeros', isTrained = true): Weight {
    return this.addWeight(
      name,
      shape,
      'float32',
      value === 'ones' ? tfl.initializers.ones() : tfl.initializers.zeros(),
      undefined,
      isTrained,
    );
  }

  protected number(name: string, standard: number): number {
    const { [name]: value } = this.options;
    return typeof value === 'number' ? value : standard;
  }

  /** Whether an option that is on by default was not turned off. */
  protected isOn(name: string): boolean {
    return this.options[name] !== false;
  }
}

/** The axes of a tensor that an option names, counted from the first; sorted. */
export function axesOf(axis: unknown, rank: number): number[] {
  const axes = (Array.isArray(axis) ? axis : [axis ?? -1]) as number[];
  return axes.map((each) => (each < 0 ? each + rank : each)).toSorted((a, b) => a - b);
}

/** A shape that has the size of the input along some axes and 1 along the others, to repeat values over the others. */
export const along = (shape: readonly (number | null)[], axes: readonly number[]): number[] =>
  shape.map((size, axis) => (axes.includes(axis) ? (size ?? 1) : 1));
