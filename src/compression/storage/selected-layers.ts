import type { LayersModel } from '../../engine/tensors.ts';
import { InvalidModelError, InvalidOptionError } from '../../errors.ts';
import { layersOf } from '../../models/network/layers.ts';
import { weightsOf } from './weight.ts';

/**
 * Returns the names of the layers to compress: the requested ones, or all that have a kernel.
 *
 * @throws InvalidOptionError on an unknown layer or one without a kernel; InvalidModelError if no layer has a kernel
 */
export function selectedLayers(owner: string, model: LayersModel, names?: readonly string[]): Set<string> {
  const weighted = new Set(weightsOf(model).flatMap(({ role, layer }) => (role === 'kernel' ? [layer] : [])));
  const list = [...weighted].map((name) => `"${name}"`).join(', ');
  if (weighted.size === 0) {
    throw new InvalidModelError(
      `${owner}: no layer of "${model.name}" has a kernel.\nExpected at least one layer with weights to compress.\n` +
        'Compress a model with dense or convolutional layers.',
    );
  }
  const unknown = names?.find((name) => !weighted.has(name));
  if (unknown === undefined) return names ? new Set(names) : weighted;
  const layer = [...layersOf(model)].find(({ name }) => name === unknown);
  throw new InvalidOptionError(
    `${owner}: ${layer ? `the layer "${unknown}" (${layer.getClassName()}) has no kernel` : `"${model.name}" has no layer "${unknown}"`}.\n` +
      `Expected layers with a kernel: ${list}.\nName some of them, or omit the option layers to compress all.`,
  );
}
