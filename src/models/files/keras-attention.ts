import { InvalidModelError } from '../../errors.ts';
import type { Config, Json } from './keras-config.ts';

/**
 * Returns the entry of an attention layer with its tensors in the order query, value, key, and with the causal form among its
 * options, which Keras passes in every call.
 *
 * @throws InvalidModelError if a call masks other steps, asks for the scores, or two calls differ
 */
export function withAttention(path: string, entry: Config): Config {
  const calls = (entry.inbound_nodes as Json[]).map(callOf);
  const causal = calls.map(({ named }) => named.use_causal_mask === true);
  const isPassed = (value: Json | undefined): boolean => value !== undefined && value !== null && value !== false;
  const refused = ['attention_mask', 'query_mask', 'value_mask', 'key_mask', 'return_attention_scores'].find((name) =>
    calls.some(({ named }) => isPassed(named[name])),
  );
  if (refused !== undefined || causal.some((each) => each !== causal[0])) {
    throw new InvalidModelError(
      `The layer "${String(entry.name)}" (MultiHeadAttention) of ${path} is called with ${refused ?? 'and without use_causal_mask'}.\n` +
        'Expected query, value, key and use_causal_mask, the same in every call.\nChange the call in Keras, and save the model again.',
    );
  }
  return {
    ...entry,
    config: { ...(entry.config as Config), causal: causal[0] ?? false },
    inbound_nodes: calls.map(({ tensors }) => ({ args: [...tensors], kwargs: {} })),
  };
}

interface Call {
  readonly tensors: readonly Json[];
  readonly named: Config;
}

/** A call in the form of Keras 3, or of Keras 2: [[layer, node, tensor, { value, key }]]. */
function callOf(node: Json): Call {
  if (!Array.isArray(node)) {
    const { args, kwargs } = (node ?? {}) as { args?: Json[]; kwargs?: Config };
    const named = kwargs ?? {};
    return { tensors: [...(args ?? []), ...tensorsIn(named)], named };
  }
  const tensors = node.flatMap((each): Json[] => {
    const [layer, place, tensor, named] = each as Json[];
    return [reference([layer, place, tensor]), ...tensorsIn((named ?? {}) as Config)];
  });
  const [[, , , named]] = node as Json[][];
  return { tensors, named: (named ?? {}) as Config };
}

const tensorsIn = (named: Config): Json[] =>
  ['query', 'value', 'key'].flatMap((name): Json[] => {
    const { [name]: value = null } = named;
    if (value === null) return [];
    return [Array.isArray(value) ? reference(value) : value];
  });

const reference = (history: Json): Json => ({ class_name: '__keras_tensor__', config: { keras_history: history } });
