import type { BoundedFile } from '../bounded-file.ts';
import type { Hdf5Object } from '../hdf5/open.ts';
import type { Entry } from './entries.ts';
import type { WeightGroup } from './write-weights.ts';

/**
 * Finds the weights of every outer layer in an .h5 file. Each layer has a group of its name that lists its weights in order; for a
 * nested model, first those of all its layers that are trained, and then the others.
 *
 * @throws InvalidModelError if a weight that the file lists is missing
 */
export function h5Weights(file: BoundedFile, group: Hdf5Object, { layers = [] }: Entry): WeightGroup[] {
  return layers.flatMap(({ name }): WeightGroup[] => {
    const member = group.members.includes(name) ? (group.at(name.replaceAll('/', '\0')) ?? group.at(name)) : undefined;
    if (!member) return [];
    const weights = listIn(member, 'weight_names').map((weight) => {
      const found = member.at(weight);
      if (!found?.shape) throw file.damaged(`the weight ${JSON.stringify(weight)} of the layer "${name}" is missing`);
      return found;
    });
    return [{ path: [name], weights }];
  });
}

/** A list of texts, which h5py splits into `name0`, `name1`, … if it is long. */
function listIn({ attributes }: Hdf5Object, name: string): string[] {
  const whole = attributes.get(name);
  if (whole) return [...whole];
  const parts: string[] = [];
  for (let i = 0; attributes.has(`${name}${i}`); i++) parts.push(...(attributes.get(`${name}${i}`) ?? []));
  return parts;
}
