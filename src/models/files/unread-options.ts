import type { LayersModel } from '../../engine/tensors.ts';
import { InvalidModelError } from '../../errors.ts';
import { isObject } from '../../options.ts';
import { cutMiddle, plainLine } from '../../plain-text.ts';
import { partsOf } from '../network/layers.ts';
import { snakeCase } from './snake-case.ts';

/** Options that every layer reads, whether or not it writes them. */
const common = ['name', 'trainable', 'dtype', 'batch_input_shape', 'input_shape', 'input_dim', 'input_length'];

/** Options that Keras or TensorFlow.js write and that change no result of a trained model, or are checked when Keras files are read. */
const harmless = new Set(
  (
    'activity_regularizer adjustment antialias autocast batch_shape batch_size build_config backward_layer cell class_name crop_to_aspect_ratio data_format depth_multiplier fill_mode fill_value fused ' +
    'groups implementation input_spec keepdims layer lora_rank negative_slope noise_shape optional output_padding pad_to_aspect_ratio ' +
    'quantization_config ragged registered_name renorm renorm_clipping renorm_momentum return_sequences rms_scaling seed ' +
    'shared_object_id sparse synchronized threshold time_major type_spec units unroll use_cudnn virtual_batch_size weights ' +
    'zero_output_for_mask'
  ).split(' '),
);

const warned = new Set<string>();

/**
 * Names the options of a file that no layer reads. One letter from an option that its layer lacks is damage: the layer would take
 * its default. Others are reported once on stderr, because their writer may have meant something by them.
 *
 * @param path - of model.json
 * @param topology - its `modelTopology`
 * @throws InvalidModelError if an option is damaged
 */
export function reportUnreadOptions(path: string, topology: unknown, model: LayersModel): void {
  const read = optionsByClass(model);
  const unread = new Set<string>();
  for (const { kind, name, config } of layerConfigs(topology)) {
    const options = read.get(kind);
    if (!options) continue;
    for (const [option, value] of Object.entries(config)) {
      if (options.has(option) || common.includes(option) || harmless.has(option)) continue;
      const meant = oneLetterFrom(
        option,
        [...options, ...common].filter((other) => !(other in config)),
      );
      if (meant) throw damaged(path, `The layer "${name}" (${kind}) of ${path}`, option, meant);
      if (!isNeutral(value)) unread.add(`${option} of "${name}" (${kind})`);
    }
  }
  if (unread.size === 0 || warned.has(path)) return;
  warned.add(path);
  process.stderr.write(
    `vitest-dnn: ${plainLine(cutMiddle(`${path} has options that TensorFlow.js does not read: ${[...unread].join(', ')}`, 1000))}.\n` +
      'If they change what the model computes, its results differ from those of the tool that wrote the file.\n',
  );
}

/** @returns the expected name that differs from a name in one letter; undefined if there is none */
export function oneLetterFrom(name: string, expected: readonly string[]): string | undefined {
  return expected.find(
    (other) =>
      other.length === name.length &&
      Array.from(other).reduce((sum, letter, i) => sum + Number(letter !== name[i]), 0) === 1,
  );
}

/** Whether a value turns an option off: null, false, or a factor, stride or dilation of 1. */
const isNeutral = (value: unknown): boolean =>
  Array.isArray(value) ? value.every(isNeutral) : value === null || value === false || value === 1;

/** The options that the layers of a model write, by class, as the format spells them. */
function optionsByClass(model: LayersModel): Map<string, Set<string>> {
  const byClass = new Map<string, Set<string>>();
  for (const part of partsOf(model)) {
    if ('layers' in part) continue; // a nested model has layers instead of options
    const options = byClass.get(part.getClassName()) ?? new Set();
    for (const name of Object.keys(part.getConfig())) options.add(snakeCase(name));
    byClass.set(part.getClassName(), options);
  }
  return byClass;
}

/** Every layer in a topology, also inside nested models and wrappers. */
function* layerConfigs(value: unknown): Generator<{ kind: string; name: string; config: object }> {
  if (typeof value !== 'object' || value === null) return;
  const { class_name: kind, config } = value as Readonly<Record<string, unknown>>;
  if (typeof kind === 'string' && isObject(config)) yield { kind, name: String(config.name ?? ''), config };
  for (const inner of Object.values(value)) yield* layerConfigs(inner);
}

function damaged(path: string, layer: string, option: string, meant: string): InvalidModelError {
  return new InvalidModelError(
    `${layer} has an option "${option}" and lacks "${meant}".\nExpected "${meant}". The file is damaged: restore ${path}, or save the model again.`,
  );
}
