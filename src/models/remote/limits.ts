import { checkedLater, integerFrom, oneOf, text, type Limit, type LimitsOf } from '../../options.ts';
import type { ServiceOptions } from './contract.ts';

const nameOrFunction: Limit = {
  expected: 'a name; for the protocol json also a function',
  holds: (value) => typeof value === 'function' || text.holds(value),
};
/** The limit of the shape of one item. */
export const shapeLimit: Limit = {
  expected: 'a list of at most 7 positive integers, such as [28, 28, 1]',
  holds: (value) =>
    Array.isArray(value) && value.length < 8 && value.every((size) => Number.isSafeInteger(size) && size > 0),
};
const datatypes = [
  'FP64',
  'FP32',
  'FP16',
  'BF16',
  ...['UINT', 'INT'].flatMap((kind) => [8, 16, 32, 64].map((bits) => `${kind}${bits}`)),
];

/** The limits of the options of a service. */
export const serviceLimits: LimitsOf<ServiceOptions> = {
  protocol: oneOf('v2', 'tensorflow', 'json'),
  input: nameOrFunction,
  output: nameOrFunction,
  datatype: oneOf(...datatypes),
  shape: shapeLimit,
  channels: oneOf('first', 'last'),
  batch: integerFrom(1, 1_000_000),
  concurrency: integerFrom(1, 1000),
  retries: integerFrom(0, 100),
  timeout: integerFrom(1, 2 ** 31 - 1),
  headers: checkedLater, // an error that showed the value would show its secrets
  name: text,
  classes: integerFrom(2),
  inputRange: checkedLater,
};
