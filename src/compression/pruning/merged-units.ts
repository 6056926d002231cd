import type { Layer } from '../../models/network/layers.ts';
import type { Application, Channels, Coupling } from './coupling.ts';

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
