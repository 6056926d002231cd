import { readFile } from 'node:fs/promises';
import { networkOfGraph } from '../build/network-of-graph.ts';
import { readsChannelsFirst } from '../build/channels-first.ts';
import type { Graph, ImportedModel, Importer, ImportOptions } from '../contract.ts';
import { onnxGraph } from './model.ts';

/** Numbers of channels that images have. */
const fewChannels = [1, 2, 3, 4];

/** Where no operator reads channels, an image has fewer channels than rows and columns. */
function hasChannelsFirst(graph: Graph): boolean {
  const [, channels, ...places] = graph.inputs[0].shape ?? [];
  const last = places[places.length - 1];
  const looksSo = places.length >= 2 && fewChannels.includes(channels ?? 0) && !fewChannels.includes(last ?? 0);
  return readsChannelsFirst(graph) ?? looksSo;
}

/** Opens .onnx files as networks in the engine. */
export const onnxFile: Importer = {
  async read(path: string, { layout }: ImportOptions): Promise<ImportedModel> {
    const graph = onnxGraph(path, await readFile(path));
    return { model: networkOfGraph(graph, { hasChannelsFirst, isBatchFirst: false, layout }), hasLayout: true };
  },
};
