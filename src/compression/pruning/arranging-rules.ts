import type { Layer } from '../../models/network/layers.ts';
import type { Application, Shape } from './channel-axes.ts';
import type { Channels, Coupling } from './coupling.ts';

/** Follows units through a layer that moves values: flattening, reshaping, permuting, repeating. */
export function moved(application: Application, coupling: Coupling): Channels | undefined {
  const {
    layer,
    inputs: [input],
  } = application;
  if (input === undefined) return undefined;
  switch (layer.getClassName()) {
    case 'Permute': {
      const { dims } = layer.getConfig() as unknown as { dims: number[] };
      return { ...input, axis: dims.indexOf(input.axis) + 1 };
    }
    case 'RepeatVector':
      return { ...input, axis: 2 };
    default:
      return reshaped(application, input, coupling);
  }
}

/**
 * An axis of the new shape takes the units over if each of its positions holds values of one unit only:
 *
 *   unit(j) = units[⌊j / m⌋ mod size],   m = positions after the old axis / positions after the new one
 */
function reshaped(
  { layer, shapes: [shape], output }: Application,
  input: Channels,
  coupling: Coupling,
): Channels | undefined {
  const { dataFormat } = layer.getConfig() as { dataFormat?: string };
  const isFlattened = layer.getClassName() === 'Flatten';
  const [old, axis] =
    isFlattened && dataFormat === 'channelsFirst' ? channelsLast(shape, input.axis) : [shape, input.axis];
  const [before, after] = [sizeOf(old.slice(1, axis)), sizeOf(old.slice(axis + 1))];
  const target = isFlattened ? [null, sizeOf(old.slice(1))] : output;
  for (let to = 1; to < target.length; to++) {
    const [first, last] = [sizeOf(target.slice(1, to)), sizeOf(target.slice(to + 1))];
    if (before % first !== 0 || after % last !== 0) continue;
    const each = after / last;
    const length = (before / first) * input.units.length * each;
    const units =
      length === input.units.length
        ? input.units
        : Int32Array.from({ length }, (_, j) => input.units[Math.floor(j / each) % input.units.length]);
    if (!isFlattened) coupling.bindShape(layer, { axis: to, units });
    return { axis: to, units };
  }
  coupling.pin(input.units, layer);
  return undefined;
}

/** The shape and the axis after the first axis has moved to the end, as flattening with channels first does. */
function channelsLast(shape: Shape, axis: number): [Shape, number] {
  return [[shape[0], ...shape.slice(2), shape[1]], axis === 1 ? shape.length - 1 : axis - 1];
}

/** Number of values; NaN if a size is not known, which divides nothing. */
const sizeOf = (shape: Shape): number => shape.reduce<number>((product, side) => product * (side ?? Number.NaN), 1);

/**
 * Follows units through a layer with several inputs. Units that are added, multiplied or compared go together; units that are
 * concatenated along their own axis stay apart.
 */
export function merged(application: Application, coupling: Coupling): Channels | undefined {
  const { layer, inputs, shapes, output } = application;
  if (inputs.every((input) => input === undefined)) return undefined;
  const fromEnd = inputs.flatMap((input, i) => (input ? [input.axis - shapes[i].length] : [])); // shapes align at the end
  if (new Set(fromEnd).size > 1) return kept(inputs, layer, coupling);
  const axis = output.length + fromEnd[0];
  const sizes = shapes.map((shape) => shape[shape.length + fromEnd[0]] ?? 1);
  if (layer.getClassName() === 'Concatenate') {
    const { axis: joined } = layer.getConfig() as { axis: number };
    if ((joined + output.length) % output.length === axis) {
      const parts = inputs.map((input, i) => input?.units ?? coupling.fixed(sizes[i], layer));
      return { axis, units: Int32Array.from(parts.flatMap((part) => [...part])) };
    }
  }
  const isWhole = (_: unknown, i: number): boolean => sizes[i] === output[axis];
  inputs.forEach((input, i) => {
    if (input && sizes[i] !== output[axis]) coupling.pin(input.units, layer); // one value for all units
  });
  const parts = inputs.filter(isWhole);
  if (parts.some((part) => part === undefined)) return kept(parts, layer, coupling);
  const [first, ...others] = parts as Channels[];
  for (const other of others) coupling.join(first.units, other.units);
  return first && { axis, units: first.units };
}

function kept(inputs: readonly (Channels | undefined)[], layer: Layer, coupling: Coupling): undefined {
  for (const input of inputs) if (input) coupling.pin(input.units, layer);
}
