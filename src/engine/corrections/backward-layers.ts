import { tf, type Tensor } from '../tensors.ts';
import { patchFromConfig } from './patch-layer.ts';

/** The layer that reads a sequence in one direction. */
interface Direction {
  name: string;
  readonly weights: readonly unknown[];
  getClassName(): string;
  getConfig(): object;
  setWeights(weights: Tensor[]): void;
}

interface Bidirectional {
  readonly forwardLayer: Direction;
  backwardLayer: Direction;
  getConfig(): object;
  setWeights(weights: Tensor[]): void;
}

interface Written {
  readonly className: string;
  readonly config: Record<string, unknown>;
}

let corrected = false;

/**
 * Lets the two directions of a bidirectional layer differ, as Keras writes them: `backwardLayer` is the configuration of the layer
 * that reads the sequence from its end. TensorFlow.js 4.22 ignores it and reverses a copy of the forward layer.
 */
export function correctBackwardLayers(): void {
  if (corrected) return;
  corrected = true;
  patchFromConfig('Bidirectional', (stock) => (type, { backwardLayer: written, ...config }) => {
    const layer = stock(type, config) as Bidirectional;
    return written ? withBackward(layer, written as Written) : layer;
  });
}

function withBackward(layer: Bidirectional, { className, config }: Written): Bidirectional {
  const [type, fromConfig] = tf.serialization.SerializationMap.getMap().classNameMap[className];
  const backward = fromConfig(type, { ...config } as tf.serialization.ConfigDict) as unknown as Direction;
  backward.name = layer.backwardLayer.name;
  const { getConfig } = layer;
  return Object.assign(layer, {
    backwardLayer: backward,
    getConfig: () => ({
      ...getConfig.call(layer),
      backwardLayer: { className: backward.getClassName(), config: backward.getConfig() },
    }),
    setWeights: (weights: Tensor[]) => {
      const count = layer.forwardLayer.weights.length;
      layer.forwardLayer.setWeights(weights.slice(0, count));
      backward.setWeights(weights.slice(count));
    },
  });
}
