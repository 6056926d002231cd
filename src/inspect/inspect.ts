import { InvalidModelError } from '../errors.ts';
import { countMultiplyAdds } from '../evaluation/cost.ts';
import { describeFormat, importerOf } from '../models/import/index.ts';
import { ownNormalisation, type OwnNormalisation } from '../models/import/own-normalisation.ts';
import { loadClassifier } from '../models/index.ts';
import { layersOf, type Layer } from '../models/network/layers.ts';
import type { Network } from '../models/network/contract.ts';
import { networkOf } from '../models/network/network-of.ts';
import { rangeToJson } from '../norms/range.ts';
import type { Inspection, Part } from './contract.ts';
import { inspectGraph, isGraphModelAt } from './inspect-graph.ts';
import { inspectService } from './inspect-service.ts';
import { probe } from './probe.ts';

/** Seconds that trying assertions on a model may take, by default. */
export const usualSeconds = 60;

/**
 * Describes a file, folder or service, and what works on it.
 *
 * @param seconds - how long to try assertions on a network
 * @throws InvalidModelError if it is damaged, or of an unknown kind
 */
export async function inspect(path: string, seconds = usualSeconds): Promise<Inspection> {
  if (/^https?:/i.test(path)) return inspectService(path);
  const importer = await importerOf(path);
  if (importer?.arrays) return inspectArrays(path, await importer.arrays(path));
  let network: Network;
  try {
    network = networkOf(await loadClassifier(path));
  } catch (error) {
    const graph =
      error instanceof InvalidModelError ? await inspectGraph(path, error.message.split('\n')[0]) : undefined;
    if (graph) return graph;
    throw error;
  }
  try {
    return await inspectNetwork(path, network, seconds);
  } finally {
    network.dispose();
  }
}

async function inspectNetwork(path: string, network: Network, seconds: number): Promise<Inspection> {
  const { model, itemShape, classes } = network;
  const own = await ownNormalisation(model);
  return {
    path,
    kind:
      (await describeFormat(path)) ??
      `a folder in the TensorFlow.js ${(await isGraphModelAt(path)) ? 'graph' : 'layers'} format`,
    inputs: model.inputs.map(({ name, dtype }) => ({ name, type: dtype, shape: [null, ...itemShape] })),
    outputs: [{ name: model.outputs[0].name, type: 'float32', shape: [null, classes] }],
    unit: 'layers',
    parts: [...layersOf(model)].map(partOf),
    parameters: model.countParams(),
    multiplyAdds: countMultiplyAdds(model),
    inputRange: rangeGuess(network, own),
    ...(own && { normalisation: { layers: own.layers, mean: own.mean, std: own.std } }),
    ...(await probe(network, seconds)),
    open: `loadClassifier('${path}')`,
  };
}

function partOf(layer: Layer): Part {
  const { outputShape } = layer;
  const [shape] = (Array.isArray(outputShape[0]) ? outputShape : [outputShape]) as (number | null)[][];
  return {
    name: layer.name,
    type: layer.getClassName(),
    shape: `[${shape
      .slice(1)
      .map((size) => size ?? 'any')
      .join(', ')}]`,
    parameters: layer.countParams(),
  };
}

/** The range of valid inputs: what the normalisation of the network expects, else that of the loaded network. */
function rangeGuess({ inputRange }: Network, own: OwnNormalisation | undefined): Inspection['inputRange'] {
  if (own && !own.isOfStandard) return { range: [...own.inputRange], because: 'its normalisation expects them' };
  return { range: rangeToJson(inputRange), because: 'the file says so, or says nothing and this is the default' };
}

function inspectArrays(
  path: string,
  arrays: readonly { readonly name: string; readonly shape: readonly number[] }[],
): Inspection {
  const parts = arrays.map(({ name, shape }) => ({
    name,
    type: 'array',
    shape: `[${shape.join(', ')}]`,
    parameters: shape.reduce((product, size) => product * size, 1),
  }));
  return {
    path,
    kind: 'a file of weights without layers',
    inputs: [],
    outputs: [],
    unit: 'modules',
    parts,
    parameters: parts.reduce((sum, { parameters }) => sum + parameters, 0),
    works: [],
    lacks: [{ what: 'everything', why: 'it has no layers, so it needs the architecture that these weights belong to' }],
    open: `loadClassifier('${path}', { architecture, itemShape })`,
  };
}
