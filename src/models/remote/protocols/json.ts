import { isObject } from '../../../options.ts';
import { show } from '../../../show.ts';
import type { Protocol, ServiceOptions } from '../contract.ts';
import { Unusable } from '../failures.ts';
import { nested } from './nested.ts';

/**
 * A service of one's own that takes and returns JSON. Without options, the request is `{ "inputs": [item, …] }` and the reply
 * `{ "outputs": [row, …] }`.
 *
 * @param url - is asked by POST
 * @param options - the names of both fields, or functions that make the request and read the reply
 */
export function ownJson(url: URL, { input = 'inputs', output = 'outputs' }: ServiceOptions): Protocol {
  return {
    title: 'the form that input and output describe',
    questionUrl: url,
    ask: (batch) => (typeof input === 'function' ? input(nested(batch)) : { [input]: nested(batch) }),
    read: (json) => {
      if (typeof output === 'function') return output(json);
      if (isObject(json) && Object.hasOwn(json, output)) return json[output];
      throw new Unusable(`its reply is ${show(json)}. Expected an object with "${output}"`);
    },
  };
}
