import { tf, type Tensor } from '../tensors.ts';
import { OwnLayer, type Shape, type Weight } from './own-layer.ts';

/** Multiplies every channel, the last axis, by a number that is learned: y = x · gamma. */
export class LayerScale extends OwnLayer {
  static readonly className = 'LayerScale';
  protected readonly written = ['initValues', 'projectionDim'];
  private gamma?: Weight;

  override build(inputShape: Shape | Shape[]): void {
    const shape = inputShape as Shape;
    this.gamma = this.weight('gamma', [shape[shape.length - 1] ?? 1], 'ones');
    super.build(inputShape);
  }

  protected compute([x]: Tensor[]): Tensor {
    return this.gamma ? tf.mul(x, this.gamma.read()) : x;
  }
}
