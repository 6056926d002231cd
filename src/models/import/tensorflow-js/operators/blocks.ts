import type { GraphNode } from '../../contract.ts';
import { OperatorError } from '../../operators/values.ts';
import type { Translation, Translator, Translators } from '../translation.ts';

/** What the images are cut into; it is not computed. */
const cutting = 'SpaceToBatch';

const oneByOne = new Set(['Add', 'Clip', 'Elu', 'LeakyRelu', 'Mul', 'Relu', 'Sigmoid', 'Tanh']);

/** Nodes from the cutting to the joining, each computed from the one before. */
function nodesBetween(node: Translation): readonly GraphNode[] {
  const nodes: GraphNode[] = [];
  let producer = node.producerOf(node.input(0));
  while (producer && producer.operator !== cutting && nodes.length < 12) {
    nodes.unshift(producer);
    producer = node.producerOf(producer.inputs[0]);
  }
  if (producer?.operator === cutting) return [producer, ...nodes];
  throw new OperatorError('it joins blocks that no SpaceToBatchND has cut');
}

const areOnes = (list: unknown): boolean => list === undefined || (list as number[]).every((each) => each === 1);

const isPlain = ({ operator, attributes }: GraphNode): boolean =>
  operator === 'Conv' &&
  attributes.auto_pad === 'VALID' &&
  areOnes(attributes.strides) &&
  areOnes(attributes.dilations);

/**
 * TensorFlow writes a dilated convolution as one without dilation on every n-th pixel: it cuts the images into blocks, which it puts
 * into the batch, convolves them, and joins the blocks. Here it is a dilated convolution again. A sequence is an image of one row.
 */
const joined: Translator = (node) => {
  const [cut, ...between] = nodesBetween(node);
  const at = between.findIndex(isPlain);
  const isAround = ({ operator }: GraphNode, i: number): boolean =>
    i < at ? operator === 'Unsqueeze' : operator === 'Squeeze' || oneByOne.has(operator);
  if (at < 0 || !between.every((each, i) => i === at || isAround(each, i)))
    throw new OperatorError('it joins blocks on which more than a convolution is computed');
  const [block, sides, crops] = [
    cut.attributes.block as number[],
    cut.attributes.pads as number[],
    node.numbers(2, 'crops'),
  ];
  const axes = (between[at].attributes.strides as number[]).length;
  const front = Array.from({ length: axes - block.length }, () => 0);
  const padded = (side: number): number[] => [
    ...front,
    ...block.map((_, i) => sides[2 * i + side] - crops[2 * i + side]),
  ];
  const { auto_pad: _, ...attributes } = between[at].attributes;
  const dilated = {
    ...attributes,
    dilations: [...front.map(() => 1), ...block],
    pads: [...padded(0), ...padded(1)],
  };
  return between.reduce(
    (value, { operator, inputs, attributes: own }, i) =>
      node.add(operator, [value, ...inputs.slice(1)], i === at ? dilated : own),
    cut.inputs[0],
  );
};

/** Dilated convolutions as TensorFlow writes them. */
export const blocks: Translators = {
  SpaceToBatchND: (node) =>
    node.add(cutting, [node.input(0)], { block: node.numbers(1, 'blocks'), pads: node.numbers(2, 'paddings') }),
  BatchToSpaceND: joined,
};
