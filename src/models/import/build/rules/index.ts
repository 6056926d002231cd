import { tfl } from '../../../../engine/tensors.ts';
import type { Layer } from '../../../network/layers.ts';
import type { Constant } from '../../contract.ts';
import type { Operator } from '../../operators/contract.ts';
import type { Builder } from '../builder.ts';
import { isWire, type KnownNode, type Rules } from '../known-node.ts';
import { plainWire, type Wire } from '../wire.ts';
import { activationRules, unary } from './activations.ts';
import { axisRules } from './axes.ts';
import { convolutionRules } from './convolutions.ts';
import { elementwise } from './elementwise.ts';
import { gatheringRules } from './gathering.ts';
import { joiningRules } from './joining.ts';
import { paddingRules } from './padding.ts';
import { poolingRules } from './pooling.ts';
import { productRules } from './products.ts';
import { recurrentRules } from './recurrent.ts';
import { reshapingRules } from './reshaping.ts';
import { slicingRules } from './slicing.ts';

const rules: Rules = {
  ...activationRules,
  ...axisRules,
  ...convolutionRules,
  ...gatheringRules,
  ...joiningRules,
  ...paddingRules,
  ...poolingRules,
  ...productRules,
  ...recurrentRules,
  ...reshapingRules,
  ...slicingRules,
};

type Results = readonly (Wire | Constant | undefined)[];

/** Adds the layers of a node: by the rule of its operator, or by the operator itself as a layer. */
export function applied(known: KnownNode, operator: Operator, builder: Builder): Results {
  const { node } = known;
  const byRule = Object.hasOwn(rules, node.operator) ? rules[node.operator](known, builder) : undefined;
  if (byRule) return byRule;
  const isElementwise = operator.over === 'elementwise' && !known.isUsed(1);
  const computed = (isElementwise ? elementwise(known, builder) : undefined) ?? asItIs(known, operator, builder);
  const results = (['Mul', 'Add'] as const).reduce((values, operator) => {
    const vector = operator === 'Mul' ? known.scale : known.bias;
    return vector ? combined(known, operator, [values[0], vector], builder) : values;
  }, computed);
  const [first] = results;
  if (known.activation === undefined || first === undefined || !isWire(first)) return results;
  return unary(first, builder, tfl.layers.reLU({ name: builder.name(`${node.name || node.operator}_relu`) }) as Layer);
}

/** Computes what the rule of the operator would have taken into its layer. */
const combined = (
  { node, operation, isUsed }: KnownNode,
  operator: string,
  inputs: KnownNode['inputs'],
  builder: Builder,
): Results => elementwise({ node: { ...node, operator, attributes: {} }, operation, inputs, isUsed }, builder) ?? [];

/** Runs the operator on tensors with the axes of the graph, once for the batch if it counts items, otherwise item by item. */
function asItIs(
  { node, inputs, isUsed }: KnownNode,
  operator: Operator,
  builder: Builder,
): readonly (Wire | undefined)[] {
  const wires = inputs.filter(isWire);
  const isByItem = !(
    operator.over === 'items' &&
    wires.length === 1 &&
    inputs[0] === wires[0] &&
    wires[0].axes[0]?.length === 0
  );
  const operands = inputs.map((input) =>
    isWire(input) ? builder.arranged(input, isByItem ? input.axes : input.axes.slice(1)) : input,
  );
  return node.outputs.map((_, output) => {
    if (!isUsed(output)) return undefined;
    const { symbol, type } = builder.operate(node, {
      operator: node.operator,
      attributes: node.attributes,
      operands,
      types: wires.map((wire) => wire.type),
      isByItem,
      output,
    });
    const sizes = symbol.shape.slice(1) as number[];
    return plainWire(symbol, isByItem ? sizes : [1, ...sizes], type);
  });
}
