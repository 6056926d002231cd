import type { StoredArray, StoredModule } from './contract.ts';

/** Ends of names of arrays that no network computes with. */
const counters = ['num_batches_tracked'];

/** Groups arrays by the part of their names before the last dot or slash, in the order in which the modules begin. */
export function modulesOf(arrays: readonly StoredArray[]): StoredModule[] {
  const modules = new Map<string, Map<string, StoredArray>>();
  for (const array of arrays) {
    const [, name = '', role = ''] = /^(?:(.*)[./])?([^./]*)$/s.exec(array.name) ?? [];
    if (counters.includes(role)) continue;
    const group = modules.get(name) ?? new Map<string, StoredArray>();
    modules.set(name, group.set(role.replace(/:0$/, ''), array));
  }
  return Array.from(modules, ([name, group]) => ({ name, arrays: group }));
}

/** A module with its arrays, for messages. */
export const describeModule = ({ name, arrays }: StoredModule): string =>
  `${name} (${Array.from(arrays, ([role, { shape }]) => `${role} [${shape.join(', ')}]`).join(', ')})`;
