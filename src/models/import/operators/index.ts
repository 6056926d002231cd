import { activations } from './activations.ts';
import { arithmetic } from './arithmetic.ts';
import { broadcasting } from './broadcasting.ts';
import { casting } from './casting.ts';
import { constants } from './constants.ts';
import { convolutions } from './convolutions.ts';
import type { Operator, Operators } from './contract.ts';
import { depthAndSpace } from './depth-and-space.ts';
import { gathering } from './gathering.ts';
import { joining } from './joining.ts';
import { normalisations } from './normalisations.ts';
import { padding } from './padding.ts';
import { poolings } from './pooling.ts';
import { products } from './products.ts';
import { quantization } from './quantization.ts';
import { recurrents } from './recurrent.ts';
import { reductions } from './reductions.ts';
import { reshaping } from './reshaping.ts';
import { resizing } from './resizing.ts';
import { slicing } from './slicing.ts';
import { transposedConvolutions } from './transposed-convolutions.ts';

/** The operators of the standard, by name. */
const standard: Operators = {
  ...activations,
  ...arithmetic,
  ...broadcasting,
  ...casting,
  ...constants,
  ...convolutions,
  ...depthAndSpace,
  ...gathering,
  ...joining,
  ...normalisations,
  ...padding,
  ...poolings,
  ...products,
  ...quantization,
  ...recurrents,
  ...reductions,
  ...reshaping,
  ...resizing,
  ...slicing,
  ...transposedConvolutions,
};

/** Operators that tools add in domains of their own, and that are the same as those of the standard. */
const added: Readonly<Record<string, readonly string[]>> = {
  'com.microsoft': ['DequantizeLinear', 'Gelu', 'QuantizeLinear'],
};

/** Returns the operator of a domain; undefined if this package has none. */
export function operatorOf(domain: string, name: string): Operator | undefined {
  if (domain !== '' && !added[domain]?.includes(name)) return undefined;
  return Object.hasOwn(standard, name) ? standard[name] : undefined;
}

/** The names of the operators of the standard that this package has. */
export const operatorNames: readonly string[] = Object.keys(standard);
