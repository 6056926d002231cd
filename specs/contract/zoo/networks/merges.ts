import type { SymbolicTensor } from '../../../../src/engine/tensors.ts';
import type { LayerOptions, MakeLayer, ZooNetwork } from '../contract.ts';

type Branches = (x: SymbolicTensor, layer: MakeLayer) => SymbolicTensor[];

const on = (layer: MakeLayer, kind: string, options: LayerOptions, x: SymbolicTensor | SymbolicTensor[]) =>
  layer(kind, options).apply(x) as SymbolicTensor;

const twoDense: Branches = (x, layer) => [
  on(layer, 'dense', { units: 4, activation: 'relu' }, x),
  on(layer, 'dense', { units: 4, activation: 'tanh' }, x),
];
const twoConvolutions: Branches = (x, layer) => [
  on(layer, 'conv2d', { filters: 3, kernelSize: 3, padding: 'same', activation: 'relu' }, x),
  on(layer, 'conv2d', { filters: 3, kernelSize: 1 }, x),
];
const twoSeries: Branches = (x, layer) => [
  on(layer, 'conv1d', { filters: 3, kernelSize: 2, padding: 'same' }, x),
  on(layer, 'dense', { units: 3, activation: 'sigmoid' }, x),
];
const three: Branches = (x, layer) => [...twoDense(x, layer), on(layer, 'dense', { units: 4 }, x)];
const withItself: Branches = (x, layer) => {
  const hidden = on(layer, 'dense', { units: 4, activation: 'relu' }, x);
  return [hidden, hidden];
};
const broadcast: Branches = (x, layer) => [
  on(layer, 'dense', { units: 3, activation: 'relu' }, x),
  on(layer, 'globalAveragePooling1d', {}, x),
];

const merged = (
  label: string,
  itemShape: readonly number[],
  branches: Branches,
  kind: string,
  options: LayerOptions = {},
): ZooNetwork => ({
  name: [`${kind} of ${label}`, ...Object.entries(options).map(([name, value]) => `${name}=${String(value)}`)].join(
    ' ',
  ),
  itemShape,
  layers: (x, layer) => on(layer, kind, options, branches(x, layer)),
});

const kinds = ['add', 'average', 'concatenate', 'maximum', 'minimum', 'multiply'];

/** Layers that merge branches. */
export const merges: readonly ZooNetwork[] = [
  ...kinds.flatMap((kind) => [
    merged('two vectors', [5], twoDense, kind),
    merged('three vectors', [5], three, kind),
    merged('a vector with itself', [5], withItself, kind),
    merged('images', [5, 5, 2], twoConvolutions, kind),
    merged('series', [5, 3], twoSeries, kind),
  ]),
  ...kinds
    .filter((kind) => kind !== 'concatenate')
    .map((kind) => merged('a series with a vector', [4, 3], broadcast, kind)),
  merged('images', [5, 5, 2], twoConvolutions, 'concatenate', { axis: 1 }),
  merged('images', [5, 5, 2], twoConvolutions, 'concatenate', { axis: 2 }),
  merged('images', [5, 5, 2], twoConvolutions, 'concatenate', { axis: -1 }),
  merged('images', [5, 5, 2], twoConvolutions, 'concatenate', { axis: -2 }),
  merged('series', [5, 3], twoSeries, 'concatenate', { axis: 1 }),
  merged('two vectors', [5], twoDense, 'dot', { axes: 1 }),
  merged('two vectors', [5], twoDense, 'dot', { axes: -1, normalize: true }),
  merged('series', [5, 3], twoSeries, 'dot', { axes: 1 }),
  merged('series', [5, 3], twoSeries, 'dot', { axes: 2 }),
];
