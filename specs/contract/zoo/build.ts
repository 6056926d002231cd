import { tf, tfl, type LayersModel, type SymbolicTensor, type Tensor } from '../../../src/engine/tensors.ts';
import type { Layer } from '../../../src/models/network/layers.ts';
import { createRandom } from '../../../src/random/index.ts';
import type { Graph, LayerOptions, MakeLayer, Step, ZooNetwork } from './contract.ts';

/** Builds a network of the zoo. The same name gives the same weights in every process and on every backend. */
export function build(network: ZooNetwork, kept: readonly string[] = []): LayersModel {
  const { layers, name } = network;
  let model: LayersModel | undefined;
  tf.tidy(() => {
    model = typeof layers === 'function' ? graph(network, layers) : sequence(network, layers);
    if (!network.keepsWeights) drawWeights(model, name, kept);
  }); // initialisers of TensorFlow.js leave tensors behind
  return model as unknown as LayersModel;
}

/** Builds the network that stock TensorFlow.js answers with, and says which of its weights are also weights of the network. */
export function buildReference(network: ZooNetwork): { model: LayersModel; shared: number[] } {
  const { layers, kept = [] }: { layers: ZooNetwork['layers']; kept?: readonly string[] } =
    network.reference ?? network;
  const model = build({ ...network, layers }, kept);
  return { model, shared: [...model.weights.keys()].filter((i) => !isKept(model.weights[i].originalName, kept)) };
}

const isKept = (weight: string, kept: readonly string[]): boolean => kept.some((name) => weight.endsWith(`/${name}`));

function graph(network: ZooNetwork, layers: Graph): LayersModel {
  const inputs = tfl.input({ shape: [...network.itemShape] });
  const body = layers(inputs, makeLayer);
  const head = headOf(network, body.shape.length);
  const outputs = head.reduce((x, layer) => layer.apply(x) as SymbolicTensor, body);
  return tfl.model({ inputs, outputs, name: modelName(network.name) });
}

function sequence(network: ZooNetwork, steps: readonly Step[]): LayersModel {
  const model = tfl.sequential({ name: modelName(network.name) });
  model.add(tfl.layers.inputLayer({ inputShape: [...network.itemShape] }));
  for (const step of steps) model.add(layerOf(step));
  const [{ shape }] = steps.length > 0 ? model.outputs : [{ shape: [null, ...network.itemShape] }];
  for (const layer of headOf(network, shape.length)) model.add(layer);
  return model;
}

/** Creates a layer of the layers API, with the layers that its options describe. */
export const makeLayer: MakeLayer = (kind, options = {}) => {
  const factory = (tfl.layers as unknown as Record<string, (options: LayerOptions) => Layer>)[kind];
  return factory({ ...options, ...inner(options) });
};

const layerOf = ([kind, options]: Step): Layer => makeLayer(kind, options);

function inner({ layer, cell, cells }: LayerOptions): LayerOptions {
  return {
    ...(layer !== undefined && { layer: layerOf(layer as Step) }),
    ...(cell !== undefined && { cell: cellOf(cell as Step) }),
    ...(cells !== undefined && { cells: (cells as Step[]).map(layerOf) }),
  };
}

/** A cell, or a list of cells that are stacked. */
const cellOf = (cell: Step | readonly Step[]): unknown =>
  typeof cell[0] === 'string' ? layerOf(cell as Step) : (cell as readonly Step[]).map(layerOf);

function headOf({ head = 'dense' }: ZooNetwork, rank: number): Layer[] {
  if (head === 'none') return [];
  const steps: Step[] = [['dense', { units: 3 }]];
  if (rank > 2) steps.unshift(['flatten']);
  if (head === 'softmax') steps.push(['softmax']);
  return steps.map(layerOf);
}

/** A name that needs no escapes. */
const modelName = (name: string): string => name.replaceAll(/[^\w]+/g, '_');

/** Replaces all weights that are not kept by ones that obey their constraints: uniform with about the variance of Glorot, positive where they are variances. */
function drawWeights(model: LayersModel, name: string, kept: readonly string[]): void {
  const random = createRandom(7).fork('weights', name);
  const draw = (low: number, high: number): number => low + (high - low) * random.uniform();
  tf.tidy(() => {
    const before = model.getWeights();
    const values = model.weights.map(({ originalName, shape }, i) => {
      if (isKept(originalName, kept)) return before[i].clone();
      const sizes = shape as number[];
      const variance = originalName.includes('variance');
      const fanIn = sizes.slice(0, -1).reduce((product, size) => product * size, 1);
      const reach = sizes.length > 1 ? Math.sqrt(3 / Math.max(1, fanIn)) : 0.7;
      const next = (): number => (variance ? draw(0.5, 1.5) : draw(-reach, reach));
      const value = tf.tensor(Float32Array.from({ length: tf.util.sizeFromShape(sizes) }, next), sizes);
      const { constraint } = model.weights[i] as unknown as { constraint?: { apply(weight: Tensor): Tensor } | null };
      return constraint ? constraint.apply(value) : value; // stock TensorFlow.js projects whatever is written
    });
    model.setWeights(values);
  });
}
