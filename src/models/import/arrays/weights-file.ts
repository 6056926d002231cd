import { InvalidModelError } from '../../../errors.ts';
import { tf, type LayersModel } from '../../../engine/tensors.ts';
import { layersOf, type Layer } from '../../network/layers.ts';
import { networkOf } from '../../network/network-of.ts';
import { readBounded, type BoundedFile } from '../bounded-file.ts';
import type { ImportedModel, Importer, ImportOptions } from '../contract.ts';
import { inOtherLayout } from '../layout.ts';
import { openZip } from '../zip.ts';
import { assign, countFitting, type Problem } from './assign.ts';
import type { Placement, StoredArray, StoredModule } from './contract.ts';
import { modulesOf } from './modules.ts';
import { openNpy } from './npy.ts';
import { permuted } from './permuted.ts';
import { isOfTorch } from './placements.ts';
import { openSafetensors } from './safetensors.ts';

/** The constant of batch normalisation in PyTorch and in Keras. Files of weights do not hold it. */
const [epsilonOfTorch, epsilonOfKeras] = [1e-5, 1e-3];

/** Reads a .safetensors file into an architecture. */
export const safetensors = weightsFile(openSafetensors);

/** Reads an .npz file into an architecture. */
export const npz = weightsFile((file) =>
  Array.from(openZip(file), ([name, unpack]) => openNpy(file, name.replace(/\.npy$/, ''), unpack())),
);

/** Reads an .npy file, which holds one array. */
export const npy = weightsFile((file) => [openNpy(file, 'weight', file.bytes)]);

function weightsFile(open: (file: BoundedFile) => readonly StoredArray[]): Importer {
  return {
    needsArchitecture: true,
    arrays: async (path) => open(await readBounded(path)),
    async read(path, options) {
      const arrays = open(await readBounded(path));
      const modules = modulesOf(arrays);
      if (modules.length === 0) throw empty(path);
      return build(path, modules, options);
    },
  };
}

/** Builds the architecture, and fills it. */
function build(path: string, modules: readonly StoredModule[], options: ImportOptions): ImportedModel {
  const { architecture, itemShape: shape, weights: given = {}, trainedOn = 'nchw', layout } = options;
  if (!architecture || !shape) throw withoutArchitecture(path, modules, options);
  const isFirst = layout === 'nchw' && Array.isArray(shape) && shape.length > 1;
  const itemShape = isFirst ? inOtherLayout(shape, layout) : shape; // architectures read the channels last
  const attempt = <T>(classes: number, use: (problem: Problem, model: LayersModel) => T): T => {
    const { model } = networkOf(architecture({ itemShape, classes, seed: 0 }));
    const layers = [...layersOf(model)].filter((layer) => layer.weights.length > 0 && !('layer' in layer));
    try {
      return use({ path, modules, layers, given, layout: trainedOn }, model);
    } catch (error) {
      model.dispose();
      throw error;
    }
  };
  return attempt(classesOf(modules, attempt), (problem, model) => {
    write(assign(problem).flatMap(({ placements }) => placements));
    if (modules.some(isOfTorch)) for (const layer of problem.layers) adoptEpsilon(layer);
    return { model };
  });
}

/** The size of an output in the file with which most modules fit the architecture; of equal ones that of the last module. */
function classesOf(
  modules: readonly StoredModule[],
  attempt: (classes: number, use: (problem: Problem, model: LayersModel) => number) => number,
): number {
  const ends = endsOf(modules);
  if (ends.length === 1) return ends[0];
  const fitting = ends.map((classes) =>
    attempt(classes, (problem, model) => {
      model.dispose();
      return countFitting(problem);
    }),
  );
  return ends[fitting.indexOf(Math.max(...fitting))];
}

/** The sizes of outputs in the file, those of the last modules first. */
function endsOf(modules: readonly StoredModule[]): number[] {
  const ends = modules.flatMap((module) => {
    const kernel = module.arrays.get('weight') ?? module.arrays.get('kernel');
    if (!kernel || kernel.shape.length < 2) return [];
    return [isOfTorch(module) ? kernel.shape[0] : kernel.shape[kernel.shape.length - 1]];
  });
  const possible = [...new Set(ends.toReversed())].filter((size) => size >= 2 && size <= 1_000_000);
  return possible.length > 0 ? possible.slice(0, 20) : [2];
}

function write(placements: readonly Placement[]): void {
  for (const { variable, array, axes = array.shape, order = [...axes.keys()] } of placements) {
    const values = permuted(array.read(), axes, order);
    const tensor = tf.tensor(values, variable.shape as number[]);
    variable.write(tensor);
    tensor.dispose();
  }
}

/** PyTorch divides by another constant than Keras. One that the architecture sets itself remains. */
function adoptEpsilon(layer: Layer): void {
  const settings = layer as unknown as { epsilon?: number };
  if (layer.getClassName() === 'BatchNormalization' && settings.epsilon === epsilonOfKeras)
    settings.epsilon = epsilonOfTorch;
}

const empty = (path: string): InvalidModelError =>
  new InvalidModelError(
    `${path} holds no arrays.\nExpected the weights of a network.\nSave them with save_file(model.state_dict(), path) or np.savez(path, **state).`,
  );

function withoutArchitecture(
  path: string,
  modules: readonly StoredModule[],
  { architecture }: ImportOptions,
): InvalidModelError {
  return new InvalidModelError(
    `${path} holds the weights of ${modules.length} modules, and no layers.\n` +
      `Expected ${architecture ? 'itemShape' : 'an architecture'} beside the path.\n` +
      (architecture
        ? 'Pass the shape of one item, such as itemShape: [28, 28, 1].'
        : 'Pass the one that has these weights: architecture: leNet5, or a function that builds it.'),
  );
}
