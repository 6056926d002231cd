import { tf, type tfl, type Tensor, type Tensor2D } from '../tensors.ts';
import type { Activation, Weight } from '../layers/complete.ts';

/** The parts of a GRU cell of TensorFlow.js that the other form of the cell uses. */
interface Cell {
  readonly units: number;
  readonly useBias: boolean;
  readonly activation: Activation;
  readonly recurrentActivation: Activation;
  kernel: Weight;
  recurrentKernel: Weight;
  bias: Weight | null;
  built: boolean;
  /** Whether this is the other form. */
  resetAfter?: boolean;
  addWeight(name: string, shape: number[], dtype: null, ...settings: unknown[]): Weight;
  build(inputShape: number[]): void;
  call(inputs: Tensor[], kwargs: object): Tensor[];
  getConfig(): object;
}

type Layer = InstanceType<typeof tfl.layers.Layer>;

type FromConfig = (type: new (config: object) => { cell: Cell }, config: { resetAfter?: boolean }) => { cell: Cell };

let isOpen = false;

/**
 * Lets saved GRU layers with `reset_after: true`, the default of Keras since version 2, be loaded and copied. TensorFlow.js
 * refuses them. Such a cell applies the reset gate after the product with the recurrent kernel, and has two biases.
 *
 *   z = σ(x W_z + b_z + h U_z + c_z),   r = σ(x W_r + b_r + h U_r + c_r)
 *   h' = z h + (1 − z) tanh(x W_h + b_h + r (h U_h + c_h))
 *
 * @see Cho et al. 2014, arXiv:1406.1078v1 (the form of CuDNN and Keras)
 */
export function openResetAfter(): void {
  const map = tf.serialization.SerializationMap.getMap().classNameMap;
  const entry = map.GRU;
  if (!entry || isOpen) return; // the layers API is not loaded yet, or done
  isOpen = true;
  const [type, stock] = entry as unknown as [{ fromConfig: FromConfig }, FromConfig];
  const fromConfig: FromConfig = (constructor, { resetAfter, ...config }) => {
    const layer = stock(constructor, config);
    if (resetAfter) resetAfterProduct(layer.cell);
    return layer;
  };
  type.fromConfig = fromConfig;
  map.GRU = [type, fromConfig] as unknown as typeof entry;
}

/** Returns a GRU whose reset gate is applied after the product, which only a saved configuration can ask TensorFlow.js for. */
export function gruAfterProduct(options: object): Layer {
  const [type, fromConfig] = tf.serialization.SerializationMap.getMap().classNameMap.GRU;
  return fromConfig(type as never, { ...options, resetAfter: true } as never) as unknown as Layer;
}

function resetAfterProduct(cell: Cell): void {
  const { getConfig } = cell;
  cell.resetAfter = true;
  cell.getConfig = () => ({ ...getConfig.call(cell), resetAfter: true });
  cell.build = (inputShape) => {
    const settings = cell as unknown as Record<string, unknown>;
    const weight = (name: string, prefix: string, shape: number[]): Weight =>
      cell.addWeight(
        name,
        shape,
        null,
        settings[`${prefix}Initializer`],
        settings[`${prefix}Regularizer`],
        true,
        settings[`${prefix}Constraint`],
      );
    const columns = 3 * cell.units;
    cell.kernel = weight('kernel', 'kernel', [inputShape[inputShape.length - 1], columns]);
    cell.recurrentKernel = weight('recurrent_kernel', 'recurrent', [cell.units, columns]);
    cell.bias = cell.useBias ? weight('bias', 'bias', [2, columns]) : null;
    cell.built = true;
  };
  cell.call = ([x, h]) =>
    tf.tidy(() => {
      const [inputBias, recurrentBias] = cell.bias ? tf.unstack(cell.bias.read()) : [];
      const product = (a: Tensor, kernel: Weight, bias?: Tensor): Tensor => {
        const sums = tf.matMul(a as Tensor2D, kernel.read() as Tensor2D);
        return bias ? tf.add(sums, bias) : sums;
      };
      const [xz, xr, xh] = tf.split(product(x, cell.kernel, inputBias), 3, 1);
      const [hz, hr, hh] = tf.split(product(h, cell.recurrentKernel, recurrentBias), 3, 1);
      const update = cell.recurrentActivation.apply(tf.add(xz, hz));
      const reset = cell.recurrentActivation.apply(tf.add(xr, hr));
      const candidate = cell.activation.apply(tf.add(xh, tf.mul(reset, hh)));
      const next = tf.add(tf.mul(update, h), tf.mul(tf.sub(1, update), candidate));
      return [next, next];
    });
}
