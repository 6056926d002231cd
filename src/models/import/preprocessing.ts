import { tfl, type LayersModel, type SymbolicTensor } from '../../engine/tensors.ts';
import { InvalidOptionError } from '../../errors.ts';
import { show } from '../../show.ts';
import type { Layer } from '../network/layers.ts';
import { cloneModel } from '../network/clone-model.ts';
import { linearLastLayer } from '../network/last-layer.ts';
import { ownName } from '../network/own-name.ts';
import { readWeights, writeWeights } from '../network/weights.ts';
import type { PreprocessingOptions } from './options.ts';
import { GraphOperation } from './layers/graph-operation.ts';
import { checkLayout, inOtherLayout, layoutOf, moved } from './layout.ts';

/**
 * Puts preprocessing in front of a network, as layers, and its outputs in the order of the labels.
 *
 * @param hasLayout - whether the network reads the layout already
 * @returns a network that owns the layers of the given one
 * @throws InvalidOptionError if an option does not fit the network, which is then freed
 */
export function withPreprocessing(model: LayersModel, options: PreprocessingOptions, hasLayout: boolean): LayersModel {
  let owner = model;
  try {
    if (options.classes) owner = withClasses(model, options.classes);
    return withArrangedInputs(owner, options, hasLayout);
  } catch (cause) {
    owner.dispose();
    throw cause;
  }
}

/** Puts the normalisation and the layout of the data in front of a network. */
function withArrangedInputs(
  model: LayersModel,
  { normalize, layout }: PreprocessingOptions,
  hasLayout: boolean,
): LayersModel {
  const [input] = model.inputs;
  const inner = input.shape.slice(1) as number[];
  checkLayout(layout, inner);
  const read = hasLayout ? (layout ?? 'nhwc') : layoutOf(model);
  const given = layout ?? read;
  const isMoved = given !== read && inner.length > 1;
  if (!normalize && !isMoved) return model;
  const shape = isMoved ? inOtherLayout(inner, read) : inner;
  const x = tfl.input({ shape, name: ownName('input') });
  const channels = given === 'nchw' && shape.length > 1 ? 0 : shape.length - 1;
  const scaled = normalize ? normalized(x, channels, normalize) : x;
  const arranged = isMoved ? moved(scaled, given) : scaled;
  return tfl.model({ inputs: x, outputs: model.apply(arranged) as SymbolicTensor, name: model.name });
}

/** (x − mean) / std per channel, as two layers. */
function normalized(
  x: SymbolicTensor,
  axis: number,
  { mean, std }: NonNullable<PreprocessingOptions['normalize']>,
): SymbolicTensor {
  const sizes = x.shape.slice(1) as number[];
  const constant = (
    name: string,
    values: readonly number[],
  ): { constant: { type: 'float32'; shape: number[]; data: Float32Array } } => {
    if (values.length !== 1 && values.length !== sizes[axis]) {
      throw new InvalidOptionError(
        `normalize: ${name} is ${show(values)}.\nExpected one number per channel, ${sizes[axis]}, or one for all.\nThe items have the shape [${sizes.join(', ')}].`,
      );
    }
    const shape = [1, ...sizes.map((_, at) => (at === axis ? values.length : 1))];
    return { constant: { type: 'float32', shape, data: Float32Array.from(values) } };
  };
  return [
    ['Sub', constant('mean', mean)],
    ['Div', constant('std', std)],
  ].reduce<SymbolicTensor>((value, [operator, operand]) => {
    const description = {
      operator: operator as string,
      version: 14,
      attributes: {},
      operands: [{ input: 0, type: 'float32' }, operand] as never,
      isByItem: false,
      output: 0,
    };
    const layer = GraphOperation.of(ownName('normalize'), description);
    const result = (layer as unknown as Layer).apply(value) as SymbolicTensor;
    layer.fill();
    return result;
  }, x);
}

/** A copy of the network whose outputs are some of those of the original, in another order. */
function withClasses(model: LayersModel, classes: readonly number[]): LayersModel {
  const last = linearLastLayer(model);
  const units = last?.weights[0].shape[1] ?? 0;
  if (!last || classes.some((at) => at >= units)) {
    throw new InvalidOptionError(
      `classes is ${show(classes)}.\nExpected numbers of outputs below ${units || 'the number of classes'}, of a network that ends in a dense layer with one unit per class.\n` +
        'Correct the list, or reorder the labels of the data.',
    );
  }
  const copy = cloneModel(model, (layer) => {
    if (layer.name === last.name) layer.units = classes.length;
  });
  const names = new Set(last.weights.map(({ name }) => name));
  const values = readWeights(model).map((all, i) => {
    if (!names.has(model.weights[i].name)) return all;
    const rows = all.length / units;
    return Float32Array.from(
      { length: rows * classes.length },
      (_, at) => all[Math.floor(at / classes.length) * units + classes[at % classes.length]],
    );
  });
  writeWeights(copy, values);
  model.dispose();
  return copy;
}
