import { tfl } from '../../engine/tensors.ts';
import type { Layer } from '../../models/network/layers.ts';

/** Returns a 5 × 5 convolution with ReLU. */
export function convolution(filters: number, padding: 'same' | 'valid'): Layer {
  return tfl.layers.conv2d({ filters, kernelSize: 5, padding, activation: 'relu', kernelInitializer: 'zeros' });
}

/** Returns 2 × 2 max pooling with stride 2. */
export function maxPooling(): Layer {
  return tfl.layers.maxPooling2d({ poolSize: 2, strides: 2 });
}

export function dense(units: number, activation: 'relu' | 'linear' = 'linear'): Layer {
  return tfl.layers.dense({ units, activation, kernelInitializer: 'zeros' });
}

/** Accepts images [height, width, channels] of at least `smallest` × `smallest` pixels. */
export function image(smallest: number): { shape: string; test: (itemShape: readonly number[]) => boolean } {
  return {
    shape: `an image [height, width, channels] of at least ${smallest} × ${smallest}`,
    test: ([height, width, ...rest]) => rest.length === 1 && height >= smallest && width >= smallest,
  };
}
