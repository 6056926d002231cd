import type { Layer } from '../../network/layers.ts';
import type { Placement, StoredArray, StoredModule, Variable } from './contract.ts';

/** The names of PyTorch for weights with one axis and for tables, by the names of Keras. */
const inTorch: Readonly<Record<string, string>> = {
  bias: 'bias',
  beta: 'bias',
  gamma: 'weight',
  moving_mean: 'running_mean',
  moving_variance: 'running_var',
  alpha: 'weight',
  embeddings: 'weight',
  kernel: 'weight',
  depthwise_kernel: 'weight',
};

/** How the inputs of a network from PyTorch were laid out before they were flattened. */
export type Layout = 'nchw' | 'nhwc';

/**
 * Places the arrays of a module on the weights of a layer. Arrays with names of Keras (kernel, gamma, moving_mean) are laid out as
 * the layer; arrays with those of PyTorch (weight, running_mean) are permuted:
 *
 *   dense [out, in] → [in, out], behind a flatten also [c, h, w] → [h, w, c];  convolution [out, in, …] → [… , in, out];
 *   transposed [in, out, …] → [… , out, in];  depthwise [c · m, 1, h, w] → [h, w, c, m]
 *
 * @returns undefined unless each array becomes one weight of the layer, of its shape
 */
export function placementsOf(layer: Layer, module: StoredModule, layout: Layout): Placement[] | undefined {
  if (layer.weights.length !== module.arrays.size) return undefined;
  const found = layer.weights.map((variable) => placementOf(layer, variable, module, layout));
  return found.every((placement) => placement !== undefined) ? found : undefined;
}

/** Whether the arrays of a module are laid out as PyTorch does. */
export const isOfTorch = ({ arrays }: StoredModule): boolean => arrays.has('weight') || arrays.has('running_mean');

const roleOf = ({ originalName }: Variable): string => originalName.slice(originalName.lastIndexOf('/') + 1);

function placementOf(layer: Layer, variable: Variable, module: StoredModule, layout: Layout): Placement | undefined {
  const role = roleOf(variable);
  if (!isOfTorch(module) && module.arrays.has(role)) {
    const array = module.arrays.get(role) as StoredArray;
    return fits(variable, array.shape) ? { variable, array } : undefined;
  }
  const array = module.arrays.get(inTorch[role]);
  if (!array) return undefined;
  return arranged(layer, variable, array, role, layout);
}

/** An array of PyTorch in the order of the axes of its weight; undefined if it has another shape. */
function arranged(
  layer: Layer,
  variable: Variable,
  array: StoredArray,
  role: string,
  layout: Layout,
): Placement | undefined {
  const { shape } = array;
  if (role === 'depthwise_kernel') {
    const [height, width, channels, multiplier] = variable.shape as number[];
    const isDepthwise = shape.join() === [channels * multiplier, 1, height, width].join();
    const axes = [channels, multiplier, height, width];
    return isDepthwise ? { variable, array, axes, order: [2, 3, 0, 1] } : undefined;
  }
  if (role !== 'kernel') return fits(variable, shape) ? { variable, array } : undefined;
  const order = [...shape.keys()].slice(2).concat(1, 0);
  if (
    shape.length < 2 ||
    !fits(
      variable,
      order.map((axis) => shape[axis]),
    )
  )
    return undefined;
  const image = shape.length === 2 ? flattenedImage(layer, layout) : undefined;
  if (!image) return { variable, array, order };
  const spatial = image.slice(0, -1);
  const channels = image[image.length - 1];
  return {
    variable,
    array,
    axes: [shape[0], channels, ...spatial],
    order: [...spatial.map((_, axis) => axis + 2), 1, 0],
  };
}

const fits = ({ shape }: Variable, stored: readonly number[]): boolean => shape.join() === stored.join();

/** The shape [h, w, c] of the images that a layer receives flattened; undefined if it receives none. */
function flattenedImage(layer: Layer, layout: Layout): number[] | undefined {
  let flatten = inboundOf(layer);
  while (flatten && ['Dropout', 'Activation', 'ReLU'].includes(flatten.getClassName())) flatten = inboundOf(flatten);
  if (flatten?.getClassName() !== 'Flatten') return undefined;
  const source = inboundOf(flatten);
  if (layout === 'nhwc' && source?.getClassName() === 'InputLayer') return undefined;
  const [, ...image] = (flatten.inboundNodes[0].inputShapes[0] ?? []) as number[];
  return image.length > 1 ? image : undefined;
}

const inboundOf = (layer: Layer): Layer | undefined => layer.inboundNodes[0]?.inboundLayers[0];
