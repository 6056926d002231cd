import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { openFile } from '../models/files/broken.ts';
import { isGraphModel } from '../models/files/model-json.ts';
import { modelJsonAt } from '../models/import/read-graph.ts';
import type { Inspection, Port } from './contract.ts';

/** What still works on a graph that does not become a network. */
const predictions = 'toReachAccuracy, and toBeRobustAgainst with a black-box attack such as square';

/** Whether a path means a graph model of TensorFlow.js. */
export async function isGraphModelAt(path: string): Promise<boolean> {
  const found = await modelJsonAt(path);
  return found !== undefined && isGraphModel(found.json);
}

/**
 * Describes a file of operators that does not become a network here, by its operators.
 *
 * @param why - it does not
 * @returns undefined for a file of another kind
 */
export async function inspectGraph(path: string, why: string): Promise<Inspection | undefined> {
  if (extname(path).toLowerCase() === '.onnx') {
    const { onnxGraph } = await import('../models/import/onnx/model.ts');
    await (await openFile(path)).close();
    const { inputs, outputs, nodes, constants } = onnxGraph(path, await readFile(path));
    const works = `${predictions}, by onnxPredictor(path)`;
    const graph = {
      inputs,
      outputs,
      operators: nodes.map(({ operator }) => operator),
      shapes: [...constants.values()],
    };
    return describe(path, 'an ONNX model', graph, { works, why, open: `onnxPredictor('${path}')` });
  }
  const found = await modelJsonAt(path).catch(() => undefined);
  if (!found || !isGraphModel(found.json)) return undefined;
  const [{ graphModel, storedModel }, { weightsIn }] = await Promise.all([
    import('../models/import/tensorflow-js/graph-model.ts'),
    import('../models/files/weight-files.ts'),
  ]);
  const { inputs, outputs, nodes } = storedModel(found.file, found.json);
  const graph = {
    inputs,
    outputs,
    operators: [...nodes.values()].map(({ operator }) => operator),
    shapes: weightsIn(found.file, found.json.weightsManifest).specs,
  };
  const works = `${predictions}, by loadGraphModel of @tensorflow/tfjs-converter inside { predict }`;
  const opens = await graphModel(found.file, found.json).then(
    () => true,
    () => false,
  );
  const open = opens ? `openGraph('${path}')` : `loadGraphModel of @tensorflow/tfjs-converter`;
  return describe(path, 'a graph model of TensorFlow.js', graph, { works, why, open });
}

function describe(
  path: string,
  kind: string,
  graph: {
    readonly inputs: readonly Port[];
    readonly outputs: readonly Port[];
    readonly operators: readonly string[];
    readonly shapes: readonly { readonly shape: readonly number[] }[];
  },
  { works, why, open }: { readonly works: string; readonly why: string; readonly open: string },
): Inspection {
  const counts = new Map<string, number>();
  for (const operator of graph.operators) counts.set(operator, (counts.get(operator) ?? 0) + 1);
  const sizes = graph.shapes.map(({ shape }) => shape.reduce((product, size) => product * size, 1));
  const portOf = ({ name, type, shape }: Port): Port => ({ name, type, shape });
  return {
    path,
    kind,
    inputs: graph.inputs.map(portOf),
    outputs: graph.outputs.map(portOf),
    unit: 'operators',
    parts: Array.from(counts, ([type, count]) => ({ name: `${count} ×`, type, shape: '', parameters: 0 })),
    parameters: sizes.reduce((sum, size) => sum + size, 0),
    works: [works],
    lacks: [{ what: 'everything that needs gradients or layers', why }],
    open,
  };
}
