import { tfl, type LayersModel, type SymbolicTensor } from '../../../engine/tensors.ts';
import type { Layer } from '../../network/layers.ts';
import { ownName } from '../../network/own-name.ts';
import { endsInOpaqueProbabilities } from '../../network/outputs.ts';
import { GraphOperation } from '../layers/graph-operation.ts';

/** The smallest normal float32: below it, a probability has no logarithm that is exact. */
const smallest = 2 ** -126;

/**
 * Makes the logits of a network readable that computes its probabilities in single steps, such as exponentials that it divides by
 * their sum: the softmax of the logarithms of probabilities are these probabilities. A network that ends otherwise is unchanged.
 *
 *   p = softmax(log p),   Σ p = 1
 */
export function withReadableProbabilities(model: LayersModel): LayersModel {
  if (!endsInOpaqueProbabilities(model)) return model;
  const [output] = model.outputs;
  const logits = exponentOf(output) ?? operated('Log', operated('Clip', output, [smallest, 1]));
  const softmax = tfl.layers.softmax({ axis: -1, name: ownName('softmax') });
  const probabilities = softmax.apply(logits) as SymbolicTensor;
  return tfl.model({ inputs: model.inputs, outputs: probabilities, name: model.name });
}

/** The z of exp(z), or of exp(z) divided by a sum; also behind a reshaping. */
function exponentOf({ sourceLayer, inputs, shape }: SymbolicTensor): SymbolicTensor | undefined {
  const [before] = inputs;
  if (sourceLayer.getClassName() === 'Reshape') {
    const inner = exponentOf(before);
    const targetShape = shape.slice(1) as number[];
    return inner && (tfl.layers.reshape({ targetShape, name: ownName('reshape') }).apply(inner) as SymbolicTensor);
  }
  if (!(sourceLayer instanceof GraphOperation)) return undefined;
  if (sourceLayer.operator === 'Exp') return before;
  const isShare = sourceLayer.operator === 'Div' && inputs.length === 2 && before.shape.join() === shape.join();
  const { sourceLayer: inner } = before ?? {};
  return isShare && inner instanceof GraphOperation && inner.operator === 'Exp' ? before.inputs[0] : undefined;
}

/** A pointwise operator as a layer. */
function operated(operator: string, input: SymbolicTensor, numbers: readonly number[] = []): SymbolicTensor {
  const constants = numbers.map((value) => ({
    constant: { type: 'float32' as const, shape: [], data: Float32Array.of(value) },
  }));
  const layer = GraphOperation.of(ownName(operator.toLowerCase()), {
    operator,
    version: 14,
    attributes: {},
    operands: [{ input: 0, type: 'float32' }, ...constants],
    isByItem: false,
    output: 0,
  });
  return (layer as unknown as Layer).apply(input) as SymbolicTensor;
}
