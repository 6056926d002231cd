import { activations } from './activations.ts';
import { arithmetic } from './arithmetic.ts';
import { arranging } from './arranging.ts';
import { convolutions } from './convolutions.ts';
import type { Operator, Operators } from './contract.ts';
import { gathering } from './gathering.ts';
import { images } from './images.ts';
import { normalisations } from './normalisations.ts';
import { poolings } from './pooling.ts';
import { products } from './products.ts';
import { quantization } from './quantization.ts';
import { recurrents } from './recurrent.ts';
import { reductions } from './reductions.ts';

/** In evaluation, dropout passes its input on; the mask is all true. */
const standard: Operators = {
  ...activations,
  ...arithmetic,
  ...arranging,
  ...convolutions,
  ...gathering,
  ...images,
  ...normalisations,
  ...poolings,
  ...products,
  ...quantization,
  ...recurrents,
  ...reductions,
};

/** Operators that tools add in domains of their own, and that are the same as those of the standard. */
const added: Readonly<Record<string, readonly string[]>> = { 'com.microsoft': ['Gelu'] };

/** Returns the operator of a domain; undefined if this package has none. */
export function operatorOf(domain: string, name: string): Operator | undefined {
  if (domain !== '' && !added[domain]?.includes(name)) return undefined;
  return Object.hasOwn(standard, name) ? standard[name] : undefined;
}

/** The names of the operators of the standard that this package has. */
export const operatorNames: readonly string[] = Object.keys(standard);
