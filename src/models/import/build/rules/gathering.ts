import { tfl } from '../../../../engine/tensors.ts';
import type { Layer } from '../../../network/layers.ts';
import { axisOf } from '../../operators/values.ts';
import { integers, isConstant, isWire, type Rule, type Rules } from '../known-node.ts';
import { placed, resized } from '../placement.ts';
import { plainWire, sizesOf } from '../wire.ts';

/** Selects positions along an axis, or rows of a table by ids. */
const gather: Rule = ({ node, inputs: [data, indices], operation }, builder) => {
  const axis = operation.number('axis', 0);
  if (isConstant(data) && isWire(indices) && data.shape.length === 2 && axis === 0) {
    const [inputDim, outputDim] = data.shape;
    const layer = tfl.layers.embedding({
      inputDim,
      outputDim,
      embeddingsInitializer: 'zeros',
      name: builder.name(node.name || 'embedding'),
    });
    const symbol = builder.apply(layer as Layer, indices.symbol, [data.data as Float32Array]);
    const rows = plainWire(symbol, [outputDim], 'float32');
    return [
      { symbol, pieces: [...indices.pieces, ...rows.pieces], axes: [...indices.axes, ...rows.axes], type: 'float32' },
    ];
  }
  if (!isWire(data) || !isConstant(indices)) return undefined;
  const at = axisOf(axis, data.axes.length);
  const place = placed(builder, data, [at]);
  const operands = [place.symbol, integers(Array.from(indices.data))];
  const { symbol } = builder.operate(node, {
    operator: 'Gather',
    attributes: { axis: place.at[0] },
    operands,
    types: [data.type],
  });
  const rows = resized(data, [at], place, symbol);
  if (indices.shape.length === 1) return [rows];
  const sizes = sizesOf(rows);
  return [builder.reshaped(rows, [...sizes.slice(0, at), ...indices.shape, ...sizes.slice(at + 1)])];
};

/** Operators that select values by their positions. */
export const gatheringRules: Rules = { Gather: gather };
