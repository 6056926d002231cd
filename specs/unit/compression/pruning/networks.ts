import { tfl, type LayersModel, type SymbolicTensor } from '../../../../src/engine/tensors.ts';
import { classifier } from '../../../../src/models/index.ts';
import type { Network } from '../../../../src/models/network/contract.ts';
import type { Layer } from '../../../../src/models/network/layers.ts';
import { readWeights, writeWeights } from '../../../../src/models/network/weights.ts';
import { createRandom } from '../../../../src/random/index.ts';

const { add, batchNormalization, conv2d, dense, flatten, globalAveragePooling2d, maxPooling2d, reLU } = tfl.layers;
export const zeros = {
  kernelInitializer: 'zeros',
  recurrentInitializer: 'zeros',
  biasInitializer: 'zeros',
  depthwiseInitializer: 'zeros',
} as const;
export const same = { padding: 'same', ...zeros } as const;

export type X = SymbolicTensor;
export const on = (layer: Layer, ...inputs: X[]): X => layer.apply(inputs.length === 1 ? inputs[0] : inputs) as X;
export const chain = (x: X, ...layers: Layer[]): X => layers.reduce((h, layer) => on(layer, h), x);

/** Draws every weight, so no bias is zero and no two units are equal; variances stay positive. */
function drawn(model: LayersModel): Network {
  const random = createRandom(3);
  const draw = (name: string): number => (name.includes('variance') ? random.uniform() + 0.5 : random.normal() / 3);
  writeWeights(
    model,
    readWeights(model).map((values, i) => values.map(() => draw(model.weights[i].name))),
  );
  return classifier(model);
}
export function network(itemShape: number[], build: (x: X) => X): Network {
  const x = tfl.input({ shape: itemShape });
  return drawn(tfl.model({ inputs: x, outputs: build(x) }));
}

export const logits = (x: X): X => chain(x, flatten({}), dense({ units: 3, ...zeros }));
export const conv = (filters: number, kernelSize = 3, options = {}): Layer =>
  conv2d({ filters, kernelSize, ...same, ...options });

/** Residual blocks: an identity shortcut, and a strided one with a convolution. */
export const residual = (x: X): X => {
  const block = (h: X, filters: number, strides: number): X => {
    const main = chain(
      h,
      conv(filters, 3, { strides }),
      batchNormalization(),
      reLU(),
      conv(filters),
      batchNormalization(),
    );
    const shortcut = strides === 1 ? h : chain(h, conv(filters, 1, { strides }), batchNormalization());
    return chain(on(add(), main, shortcut), reLU());
  };
  const stem = chain(x, conv(6), batchNormalization(), reLU(), maxPooling2d({ poolSize: 2 }));
  return chain(block(block(stem, 6, 1), 8, 2), globalAveragePooling2d({}), dense({ units: 3, ...zeros }));
};
