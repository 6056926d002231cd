import { InvalidModelError } from '../../../errors.ts';
import { cutMiddle } from '../../../plain-text.ts';
import { networkOfGraph } from '../build/network-of-graph.ts';
import { readsChannelsFirst } from '../build/channels-first.ts';
import type { Graph, ImportedModel, Importer, ImportOptions } from '../contract.ts';
import { readWithoutLargeValues } from './large-values.ts';
import { onnxGraph } from './model.ts';
import { withScoresOnly } from './scores.ts';

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
  async read(path: string, { layout, itemShape }: ImportOptions): Promise<ImportedModel> {
    const graph = withScoresOnly(onnxGraph(path, readWithoutLargeValues(path)));
    if (graph.inputs.length !== 1 || graph.outputs.length !== 1) throw severalValues(path, graph);
    const reading = { hasChannelsFirst, isBatchFirst: false, layout, itemShape };
    return { model: networkOfGraph(graph, reading), hasLayout: true };
  },
};

function severalValues(path: string, { inputs, outputs }: Graph): InvalidModelError {
  const names = (values: Graph['inputs']): string =>
    cutMiddle(values.map(({ name }) => `"${name}"`).join(', '), 500) || 'none';
  const scores = outputs.at(-1)?.name ?? 'probabilities';
  return new InvalidModelError(
    `${path} has the inputs ${names(inputs)} and the outputs ${names(outputs)}.\nExpected one input and one output, as a classifier has.\n` +
      `Export the classifier alone, or use onnxPredictor(path, { output: ${JSON.stringify(cutMiddle(scores, 200))} }), which runs it by onnxruntime without gradients, or openGraph(path), which runs any graph.`,
  );
}
