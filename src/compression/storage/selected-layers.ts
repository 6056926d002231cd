import type { LayersModel } from '../../engine/tensors.ts';
import { InvalidModelError, InvalidOptionError } from '../../errors.ts';
import { layersOf } from '../../models/network/layers.ts';
import { weightsOf } from './weight.ts';

/**
 * Names of the layers that a compression treats: those asked for, or all that have a kernel.
 *
 * @throws InvalidOptionError on a name that is no layer, or a layer without a kernel; InvalidModelError if none has one
 */
export function selectedLayers(owner: string, model: LayersModel, names?: readonly string[]): Set<string> {
  const weighted = new Set(weightsOf(model).flatMap(({ role, layer }) => (role === 'kernel' ? [layer] : [])));
  const list = [...weighted].map((name) => `"${name}"`).join(', ');
  if (weighted.size === 0) {
    throw new InvalidModelError(
      `${owner}: no layer of "${model.name}" has a kernel.\nExpected at least one layer with weights to compress.\n` +
        'Compress a model with dense or convolution layers.',
    );
  }
  const unknown = names?.find((name) => !weighted.has(name));
  if (unknown === undefined) return names ? new Set(names) : weighted;
  const layer = [...layersOf(model)].find(({ name }) => name === unknown);
  throw new InvalidOptionError(
    `${owner}: ${layer ? `the layer "${unknown}" (${layer.getClassName()}) has no kernel` : `"${model.name}" has no layer "${unknown}"`}.\n` +
      `Expected layers with a kernel: ${list}.\nName some of them, or leave out layers for all.`,
  );
}
