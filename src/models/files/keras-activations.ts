import { tf } from '../../engine/tensors.ts';
import type { Config, Source } from './keras-config.ts';

/** Activations that TensorFlow.js knows by another name. */
const renamedActivations: Readonly<Record<string, string>> = { silu: 'swish', hard_swish: 'hard_silu' };

/** The name of an activation; Keras 3 computes `hard_sigmoid` in another way than TensorFlow.js. */
export function activationName({ three }: Source, activation: string): string {
  if (three && activation === 'hard_sigmoid') return 'hard_sigmoid6';
  return Object.hasOwn(renamedActivations, activation) ? renamedActivations[activation] : activation;
}

/** The activation of a layer that is refused, in words. */
export function refusedActivation(config: Config, source: Source): string | undefined {
  for (const key of ['activation', 'recurrent_activation']) {
    const { [key]: activation = null } = config;
    if (activation === null) continue;
    if (typeof activation !== 'string') return `the layer ${String((activation as Config).class_name)} as its ${key}`;
    if (!isActivation(activationName(source, activation))) return `the activation ${activation}`;
  }
  return undefined;
}

function isActivation(name: string): boolean {
  const camel = name.replace(/_+(.)/g, (_, letter: string) => letter.toUpperCase());
  return camel in tf.serialization.SerializationMap.getMap().classNameMap;
}
