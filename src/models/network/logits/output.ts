import type { SymbolicTensor } from '../../../engine/tensors.ts';

/** What a value of a network is. */
export type Output =
  | Probabilities
  /** A softmax per place, [batch, ...places, classes], and its logits of the same shape. */
  | { readonly kind: 'places'; readonly classes: number; readonly logits: () => SymbolicTensor }
  /** Probabilities without readable logits; why, and what was expected. */
  | { readonly kind: 'unreadable'; readonly reason: string; readonly expected?: string }
  /** Any other values. `doubtful`: they may be probabilities all the same. */
  | { readonly kind: 'values'; readonly doubtful: boolean };

/** Probabilities of classes, and their logits [batch, classes]. */
export interface Probabilities {
  readonly kind: 'probabilities';
  readonly classes: number;
  readonly logits: () => SymbolicTensor;
  /** Whether the value is the logarithm of the probabilities. */
  readonly logarithm: boolean;
  /** Whether the value is one number, the probability of the second of two classes. */
  readonly single?: boolean;
  /** Logits whose softmax is the value, where it is another one: behind a second softmax. @defaultValue logits */
  readonly own?: () => SymbolicTensor;
}
