import { tf, type Tensor, type Tensor4D } from '../tensors.ts';
import { OwnLayer, type Shape, type Weight } from './own-layer.ts';

type Pair = [number, number];

/**
 * A 2D convolution of groups of channels, last in its inputs: each group of outputs reads one group of inputs. TensorFlow.js has it
 * for one group and for one input channel per group only.
 */
export class GroupedConv2D extends OwnLayer {
  static readonly className = 'GroupedConv2D';
  protected readonly written = [
    'filters',
    'kernelSize',
    'strides',
    'padding',
    'dilationRate',
    'groups',
    'activation',
    'useBias',
  ];
  private kernel?: Weight;
  private bias?: Weight;

  private get groups(): number {
    return this.number('groups', 1);
  }

  private pair(name: string, standard: number): Pair {
    const [rows, columns = rows] = [this.options[name] ?? standard].flat() as number[];
    return [rows, columns];
  }

  override build(inputShape: Shape | Shape[]): void {
    const channels = (inputShape as Shape)[3] ?? 1;
    const filters = this.number('filters', 1);
    this.kernel = this.weight('kernel', [...this.pair('kernelSize', 1), channels / this.groups, filters], 'zeros');
    if (this.isOn('useBias')) this.bias = this.weight('bias', [filters], 'zeros');
    super.build(inputShape);
  }

  override computeOutputShape(inputShape: Shape | Shape[]): Shape {
    const [batch, ...sides] = inputShape as Shape;
    const [sizes, strides, rates] = [this.pair('kernelSize', 1), this.pair('strides', 1), this.pair('dilationRate', 1)];
    const outputs = sizes.map((size, axis) => {
      const side = sides[axis];
      if (side === null || side === undefined) return null;
      const reach = this.options.padding === 'same' ? 1 : (size - 1) * rates[axis] + 1;
      return Math.ceil((side - reach + 1) / strides[axis]);
    });
    return [batch, ...outputs, this.number('filters', 1)];
  }

  protected compute([x]: Tensor[]): Tensor {
    if (!this.kernel) throw new Error('The layer is not built.');
    const kernel = this.kernel.read();
    const [strides, rates] = [this.pair('strides', 1), this.pair('dilationRate', 1)];
    const padding = this.options.padding === 'same' ? 'same' : 'valid';
    const sums = this.sums(x as Tensor4D, kernel as Tensor4D, strides, padding, rates);
    const shifted = this.bias ? tf.add(sums, this.bias.read()) : sums;
    return activated(this.options.activation, shifted);
  }

  /** One input channel per group is a depthwise convolution on the same values of the kernel. */
  private sums(x: Tensor4D, kernel: Tensor4D, strides: Pair, padding: 'same' | 'valid', rates: Pair): Tensor {
    const [height, width, inside, filters] = kernel.shape;
    if (inside === 1) {
      const apart = tf.reshape(kernel, [height, width, this.groups, filters / this.groups]) as Tensor4D;
      return tf.depthwiseConv2d(x, apart, strides, padding, 'NHWC', rates);
    }
    const kernels = tf.split(kernel, this.groups, 3);
    const parts = tf.split(x, this.groups, 3);
    return tf.concat(
      parts.map((part, i) => tf.conv2d(part as Tensor4D, kernels[i] as Tensor4D, strides, padding, 'NHWC', rates)),
      3,
    );
  }
}

function activated(activation: unknown, x: Tensor): Tensor {
  const { classNameMap } = tf.serialization.SerializationMap.getMap();
  const known = String(activation ?? 'linear').replace(/_+(.)/g, (_, letter: string) => letter.toUpperCase());
  const [Activation] = classNameMap[known] as unknown as [new () => { apply(values: Tensor): Tensor }];
  return new Activation().apply(x);
}
