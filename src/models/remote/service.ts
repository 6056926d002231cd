import { checkUnshaped } from '../../norms/resolve-range.ts';
import { InvalidOptionError, PredictionError } from '../../errors.ts';
import { checkOptions } from '../../options.ts';
import type { Answer, Predictor } from '../contract.ts';
import { connectionOf } from './connection.ts';
import type { Description, Protocol, ServiceOptions } from './contract.ts';
import { askAll, type Exchange } from './exchange.ts';
import { Failed } from './failures.ts';
import { itemsOf } from './items.ts';
import { ownJson } from './protocols/json.ts';
import { openInference } from './protocols/open-inference.ts';
import { tensorflowServing } from './protocols/tensorflow-serving.ts';
import { serviceLimits } from './limits.ts';
import { addressOf, shownAddress, type Address } from './secrets.ts';
import { send, type Connection } from './send.ts';
import { joined } from './tabulate.ts';

/**
 * Returns a predictor that asks a model behind HTTP. Inputs are sent in batches, several at a time. A request is repeated if there
 * is no reply or the service is overloaded; never if the service refuses it.
 *
 * A reply holds one score per class and input, or one label per input. Secrets in the headers, and in user, password and query of
 * the URL, appear in no message, report or cache key.
 *
 * @param url - of the model: https://host/v2/models/name (`v2`), https://host/v1/models/name (`tensorflow`), or any (`json`)
 * @returns the predictor; it throws PredictionError if the service fails
 * @throws InvalidOptionError if the URL or an option is not accepted
 * @example
 * const classifier = service('http://127.0.0.1:8080/v2/models/digits', { output: 'predict_proba' });
 * await expect({ classifier, split }).toReachAccuracy(0.9);
 */
export function service(url: string, options: ServiceOptions = {}): Predictor {
  const address = checkedAddress(url);
  const checked = checkOptions('service', options, serviceLimits);
  const { retries = 3, timeout = 30_000, classes, inputRange } = checked;
  if (inputRange !== undefined) checkUnshaped('service', inputRange);
  const protocol = protocolOf(address, checked);
  const connection = connectionOf(address, { headers: checked.headers, retries, timeout });
  let exchange: Exchange | undefined;

  const predict = async (inputs: Float32Array, count: number): Promise<Answer> => {
    try {
      exchange ??= await open(protocol, connection, checked);
      return joined(await askAll(exchange, itemsOf(inputs, count, exchange.description, checked)));
    } catch (error) {
      throw failure(error, address, protocol, connection);
    }
  };
  const name = checked.name ?? protocol.modelName ?? address.url.host;
  return { name, predict, ...(classes !== undefined && { classes }), ...(inputRange !== undefined && { inputRange }) };
}

function checkedAddress(url: unknown): Address {
  const address = typeof url === 'string' ? addressOf(url) : undefined;
  if (address) return address;
  throw new InvalidOptionError(
    `service: the URL is ${typeof url === 'string' ? `'${shownAddress(url)}'` : `of type ${typeof url}`}.\n` +
      'Expected an address that starts with http:// or https://.\nPass e.g. http://127.0.0.1:8080/v2/models/digits.',
  );
}

function protocolOf({ url }: Address, options: ServiceOptions): Protocol {
  const { protocol: kind = 'v2', input, output } = options;
  if (kind === 'json') return ownJson(url, options);
  if (typeof input !== 'function' && typeof output !== 'function')
    return kind === 'tensorflow' ? tensorflowServing(url) : openInference(url);
  throw new InvalidOptionError(
    `service: ${typeof input === 'function' ? 'input' : 'output'} is a function, and the protocol is '${kind}'.\n` +
      "Expected a name.\nPass the name of the tensor, or protocol: 'json'.",
  );
}

/** Asks the service to describe the model, and lets the options decide where they say more. A service may describe nothing. */
async function open(protocol: Protocol, connection: Connection, options: ServiceOptions): Promise<Exchange> {
  const { input, output, datatype, shape, concurrency = 4, batch = 32 } = options;
  const { descriptionUrl, describe } = protocol;
  const said = descriptionUrl && describe ? await described(descriptionUrl, describe, connection) : {};
  const named = Object.fromEntries(
    Object.entries({ input, output, datatype, shape }).filter(([, value]) => value !== undefined),
  ) as Description;
  return {
    protocol,
    connection,
    concurrency,
    most: batch,
    mostValues: options.batch === undefined ? 1_000_000 : Infinity,
    description: { ...said, ...named },
  };
}

/** A description; empty if the service answers that it has none. */
async function described(
  url: URL,
  describe: (json: unknown) => Description,
  connection: Connection,
): Promise<Description> {
  try {
    return describe(await send(url, undefined, connection, new AbortController().signal));
  } catch (error) {
    if (error instanceof Failed && error.status !== undefined) return {};
    throw error;
  }
}

/** The error of a predictor. It holds no other error, because the message of one could hold secrets. */
function failure(error: unknown, { shown }: Address, protocol: Protocol, { redact }: Connection): Error {
  const reason = redact(error instanceof Error ? error.message : String(error));
  const advice =
    error instanceof Failed
      ? 'Check that the service runs and accepts these inputs; retries, timeout, batch and headers are options of service.'
      : 'Check input, output and protocol, which are options of service.';
  return new PredictionError(`${redact(shown)}: ${reason}.\nExpected a reply by ${protocol.title}.\n${advice}`);
}
