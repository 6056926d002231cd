import { InvalidOptionError } from '../../errors.ts';
import { isObject } from '../../options.ts';
import type { Headers, ServiceOptions } from './contract.ts';
import type { Connection } from './send.ts';
import { redactor, type Address } from './secrets.ts';

/**
 * Prepares how requests to an address are sent. Its redaction knows the values of all headers that were ever sent.
 *
 * @throws InvalidOptionError if the headers are not accepted; the message does not show their values
 */
export function connectionOf(
  { authorization, secrets }: Address,
  { headers = {}, retries, timeout }: { headers: ServiceOptions['headers']; retries: number; timeout: number },
): Connection {
  const known = new Set(secrets);
  if (authorization) known.add(authorization);
  const base: Headers = authorization === undefined ? {} : { authorization };
  const learn = (given: unknown): Headers => {
    const checked = checkedHeaders(given);
    for (const value of Object.values(checked)) known.add(value);
    return { ...base, ...checked };
  };
  const fixed = typeof headers === 'function' ? undefined : learn(headers);
  return {
    retries,
    timeout,
    headers: async () => fixed ?? learn(await (headers as () => Headers | Promise<Headers>)()),
    redact: (text) => redactor([...known])(text),
  };
}

/** A token of RFC 9110, and text without line breaks. */
const [validName, validValue] = [/^[\w!#$%&'*+.^`|~-]+$/, /^[\t\x20-\x7e\x80-\xff]*$/];

function checkedHeaders(headers: unknown): Headers {
  if (!isObject(headers)) throw invalid('headers is no object');
  const entries = Object.entries(headers);
  const other = entries.find(
    ([name, value]) => !validName.test(name) || typeof value !== 'string' || !validValue.test(value),
  );
  if (other)
    throw invalid(
      `the header ${validName.test(other[0]) ? `"${other[0]}"` : 'of a name'} has ${typeof other[1] === 'string' ? 'characters that HTTP does not allow' : `a value of type ${typeof other[1]}`}`,
    );
  return Object.fromEntries(entries.map(([name, value]) => [name.toLowerCase(), value as string]));
}

const invalid = (what: string): InvalidOptionError =>
  new InvalidOptionError(
    `service: ${what}.\nExpected an object of texts, or a function that returns one.\nPass e.g. { authorization: \`Bearer \${process.env.TOKEN}\` }.`,
  );
