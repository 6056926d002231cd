import { isObject } from '../../value-kinds.ts';
import type { Network } from './contract.ts';

/** Whether a model has layers and logits, and therefore gradients. Loads no engine, so that ordinary tests need none. */
export function isNetwork(model: unknown): model is Network {
  return isObject(model) && isObject(model.model) && typeof model.logits === 'function';
}
