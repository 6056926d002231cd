import { tf, type Tensor } from '../tensors.ts';
import { OwnLayer } from './own-layer.ts';

/** Sets the vectors of tokens that the mask leaves out to zero, [batch, length, values], and ends the mask. */
export class ZeroPaddingTokens extends OwnLayer {
  static readonly className = 'ZeroPaddingTokens';
  protected override readonly written = [];
  override supportsMasking = true;

  protected override compute([x]: Tensor[], mask?: Tensor): Tensor {
    return mask ? tf.mul(x, tf.expandDims(tf.cast(mask, 'float32'), -1)) : x.clone();
  }

  override call(inputs: Tensor | Tensor[], kwargs?: { readonly mask?: Tensor | Tensor[] | null }): Tensor {
    const [mask] = [kwargs?.mask].flat();
    return tf.tidy(() => this.compute([inputs].flat(), mask ?? undefined));
  }

  override computeMask(): Tensor {
    return null as never; // no layer behind it has padding
  }
}
