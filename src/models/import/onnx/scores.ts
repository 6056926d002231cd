import { cutMiddle } from '../../../plain-text.ts';
import type { Graph, GraphNode, GraphValue } from '../contract.ts';

/** Names of what is added. No tensor of a file has them. */
const [logitsName, probabilitiesName] = ['scores#logits', 'scores#probabilities'];

/**
 * The graph with its scores as the only output, where it also answers labels, as exporters of scikit-learn write it. Scores of two
 * classes get logits that can be read:
 *
 *   one number s: (−s / 2, s / 2);   (1 − σ(s), σ(s)) = softmax(−s / 2, s / 2)
 */
export function withScoresOnly(given: Graph): Graph {
  const [labels, scores] = given.outputs;
  const isPair = given.outputs.length === 2 && areLabels(labels);
  if (!isPair || (scores.shape !== null && scores.shape.length !== 2)) return given;
  const graph = { ...given, file: { ...given.file, onUnknown: adviceFor(scores) } };
  const name = passedOn(graph, scores.name);
  if (producerIn(graph, name)?.attributes.is_reversed === 1)
    return withLogitsOfTwo(graph, scores, producerIn(graph, name)?.inputs[0] as string);
  const logit = scores.shape?.[1] === 1 ? name : sigmoidOf(graph, name);
  if (logit === undefined) return { ...graph, outputs: [{ ...scores, name }] };
  const two = withLogitsOfTwo(graph, scores, logit);
  if (scores.shape?.[1] === 1) return two;
  const softmax = node('Softmax', [logitsName], probabilitiesName, { axis: -1 });
  return { ...two, nodes: [...two.nodes, softmax], outputs: [{ ...two.outputs[0], name: probabilitiesName }] };
}

/** What to do about a classifier with operators that this package lacks, such as trees. */
const adviceFor = ({ name, shape }: GraphValue): string =>
  (shape === null ? "Export it with options={'zipmap': False}, so that its scores are a tensor, and use " : 'Use ') +
  `onnxPredictor(path, { output: ${JSON.stringify(cutMiddle(name, 200))} }), which runs it by onnxruntime for assertions that only need predictions, such as toReachAccuracy and the attack square.`;

/** One label per item: texts or integers. */
const areLabels = ({ type, shape }: GraphValue): boolean =>
  shape?.length === 1 || (type !== 'float32' && shape?.filter((size) => size !== 1).length === 1);

const node = (operator: string, inputs: string[], output: string, attributes: GraphNode['attributes']): GraphNode => ({
  name: output,
  domain: '',
  operator,
  inputs,
  outputs: [output],
  attributes,
});

/** The graph with (−s / 2, s / 2) of one number s as its output. */
function withLogitsOfTwo(graph: Graph, scores: GraphValue, logit: string): Graph {
  const scaled = (value: number, output: string): GraphNode[] => [
    node('Constant', [], `${output}#factor`, { value_float: value }),
    node('Mul', [logit, `${output}#factor`], output, {}),
  ];
  const [negative, positive] = ['scores#negative', 'scores#positive'];
  const added = [
    ...scaled(-0.5, negative),
    ...scaled(0.5, positive),
    node('Concat', [negative, positive], logitsName, { axis: 1 }),
  ];
  return { ...graph, nodes: [...graph.nodes, ...added], outputs: [{ ...scores, name: logitsName, shape: [null, 2] }] };
}

const producerIn = ({ nodes }: Graph, name: string): GraphNode | undefined =>
  nodes.find(({ outputs }) => outputs.includes(name));

/** The tensor that a node passes on, through nodes that change no value. */
function passedOn(graph: Graph, name: string): string {
  const producer = producerIn(graph, name);
  return producer && ['Identity', 'Cast'].includes(producer.operator) ? passedOn(graph, producer.inputs[0]) : name;
}

/** The logit s of a tensor that holds 1 − σ(s) and σ(s). */
function sigmoidOf(graph: Graph, name: string): string | undefined {
  const joined = producerIn(graph, name);
  if (joined?.operator !== 'Concat' || joined.inputs.length !== 2) return undefined;
  const [rest, sigmoid] = joined.inputs.map((input) => producerIn(graph, input));
  const isRest = rest?.operator === 'Sub' && rest.inputs[1] === joined.inputs[1];
  const one = isRest ? graph.constants.get(rest.inputs[0]) : undefined;
  return sigmoid?.operator === 'Sigmoid' && one?.data[0] === 1 && one.data.length === 1 ? sigmoid.inputs[0] : undefined;
}
