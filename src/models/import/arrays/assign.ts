import { InvalidModelError } from '../../../errors.ts';
import { cutMiddle } from '../../../plain-text.ts';
import type { Layer } from '../../network/layers.ts';
import type { Placement, StoredModule } from './contract.ts';
import { describeModule } from './modules.ts';
import { placementsOf, type Layout } from './placements.ts';

/** The modules of a file, the layers of an architecture with weights, and what the user knows of both. */
export interface Problem {
  readonly path: string;
  readonly modules: readonly StoredModule[];
  readonly layers: readonly Layer[];
  /** The module per layer, by name. */
  readonly given: Readonly<Record<string, string>>;
  readonly layout: Layout;
}

/** A module, and the layer that it fills. */
interface Pair {
  readonly module: StoredModule;
  readonly placements: readonly Placement[];
}

/**
 * Assigns each module of a file to one layer, by the shapes of their arrays. Layers of the same shapes take modules whose names
 * differ only in numbers, in their order.
 *
 * @returns where each array goes, per module
 * @throws InvalidModelError if a module or a layer is left over, or several assignments are possible
 */
export function assign(problem: Problem): Pair[] {
  const { layers, modules } = problem;
  checkGiven(problem);
  const placed = new Map(modules.map((module) => [module, layers.map((layer) => fit(problem, layer, module))]));
  const fittingLayers = (module: StoredModule): number[] =>
    (placed.get(module) ?? []).flatMap((placements, at) => (placements ? [at] : []));
  const groups = new Map<string, StoredModule[]>();
  for (const module of modules) {
    const key = fittingLayers(module).join();
    groups.set(key, [...(groups.get(key) ?? []), module]);
  }
  const taken = Array.from(groups.values(), (group) => fittingLayers(group[0]));
  const isWhole = [...groups.values()].every((group, at) => group.length === taken[at].length);
  if (!isWhole || taken.flat().length !== layers.length || new Set(taken.flat()).size !== layers.length)
    throw unfit(
      problem,
      modules.filter((module) => fittingLayers(module).length === 0),
    );
  return [...groups.values()].flatMap((group, at) =>
    inOrder(problem, group, taken[at]).map((module, i) => ({
      module,
      placements: placed.get(module)?.[taken[at][i]] ?? [],
    })),
  );
}

/** The number of modules that some layer takes. */
export const countFitting = (problem: Problem): number =>
  problem.modules.filter((module) => problem.layers.some((layer) => fit(problem, layer, module))).length;

/** Where a module would go on a layer; undefined if it does not fit, or the user says otherwise. */
function fit({ given, layout }: Problem, layer: Layer, module: StoredModule): Placement[] | undefined {
  const isOther = Object.hasOwn(given, layer.name)
    ? given[layer.name] !== module.name
    : Object.values(given).includes(module.name);
  return isOther ? undefined : placementsOf(layer, module, layout);
}

/** The modules of a group in the order of their layers. */
function inOrder(
  { path, layers }: Problem,
  group: readonly StoredModule[],
  at: readonly number[],
): readonly StoredModule[] {
  if (group.length === 1) return group;
  const skeletons = new Set(group.map(({ name }) => name.replace(/\d+/g, '0')));
  if (skeletons.size === 1) return group.toSorted((a, b) => byNumbers(a.name, b.name));
  const names = group.map(({ name }) => name);
  const free = at.map((position) => layers[position].name);
  throw new InvalidModelError(
    `The modules ${cutMiddle(names.join(', '), 500)} of ${path} fit the layers ${cutMiddle(free.join(', '), 500)} in any order.\n` +
      `Expected names that differ in their numbers only.\nSay which belongs to which: weights: { ${free[0]}: '${names[0]}', … }.`,
  );
}

function byNumbers(a: string, b: string): number {
  const [first, second] = [a, b].map((name) => (name.match(/\d+/g) ?? []).map(Number));
  const at = first.findIndex((number, i) => number !== second[i]);
  return at < 0 ? 0 : first[at] - second[at];
}

function checkGiven({ path, layers, modules, given }: Problem): void {
  for (const [layer, module] of Object.entries(given)) {
    const knowsLayer = layers.some(({ name }) => name === layer);
    if (knowsLayer && modules.some(({ name }) => name === module)) continue;
    const [what, known] = knowsLayer
      ? [`${path} has no module "${module}"`, modules.map(({ name }) => name)]
      : [
          `weights names the layer "${layer}", which has no weights in the architecture`,
          layers.map(({ name }) => name),
        ];
    throw new InvalidModelError(
      `${what}.\nExpected one of ${cutMiddle(known.join(', '), 900)}.\nCorrect the option weights.`,
    );
  }
}

function unfit({ path, modules, layers }: Problem, left: readonly StoredModule[]): InvalidModelError {
  const shapes = ({ weights }: Layer): string => weights.map(({ shape }) => `[${shape.join(', ')}]`).join(' ');
  const expected = layers.map((layer) => `${layer.name} ${shapes(layer)}`).join('; ');
  const received = (left.length > 0 ? left : modules).map(describeModule).join('; ');
  return new InvalidModelError(
    `The arrays in ${path} do not fit the architecture: ${left.length > 0 ? 'no layer takes ' : ''}${cutMiddle(received, 700)}.\n` +
      `Expected one module per layer: ${cutMiddle(expected, 700)}.\n` +
      'Pass the architecture of these weights, with its options and the data set that it was trained on.',
  );
}
