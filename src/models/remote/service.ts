import { InvalidOptionError, PredictionError } from '../../errors.ts';
import { checkOptions, checkedLater, integerFrom, oneOf, text, type Limit, type LimitsOf } from '../../options.ts';
import { channelsFirst } from '../channels-first.ts';
import type { Answer, Predictor } from '../contract.ts';
import { connectionOf } from './connection.ts';
import type { Batch, Description, Protocol, ServiceOptions } from './contract.ts';
import { askAll, type Exchange } from './exchange.ts';
import { Failed, Unusable } from './failures.ts';
import { ownJson } from './protocols/json.ts';
import { openInference } from './protocols/open-inference.ts';
import { tensorflowServing } from './protocols/tensorflow-serving.ts';
import { addressOf, shownAddress, type Address } from './secrets.ts';
import { send, type Connection } from './send.ts';
import type { Table } from './tabulate.ts';

const nameOrFunction: Limit = {
  expected: 'a name; for the protocol json also a function',
  holds: (value) => typeof value === 'function' || text.holds(value),
};
const shapeLimit: Limit = {
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
  layout: oneOf('nchw', 'nhwc'),
  batch: integerFrom(1, 1_000_000),
  concurrency: integerFrom(1, 1000),
  retries: integerFrom(0, 100),
  timeout: integerFrom(1, 2 ** 31 - 1),
  headers: checkedLater, // an error that showed the value would show its secrets
  name: text,
  classes: integerFrom(2),
  inputRange: checkedLater,
};

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
  const protocol = protocolOf(address, checked);
  const connection = connectionOf(address, { headers: checked.headers, retries, timeout });
  let exchange: Exchange | undefined;

  const predict = async (inputs: Float32Array, count: number): Promise<Answer> => {
    try {
      exchange ??= await open(protocol, connection, checked);
      return joined(await askAll(exchange, itemsOf(inputs, count, exchange.description, checked)), count);
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

/** The items in the form of a request. @throws Unusable if they do not fit the input of the model */
function itemsOf(inputs: Float32Array, count: number, description: Description, options: ServiceOptions): Batch {
  const length = inputs.length / count;
  const { shape = [length], datatype } = description;
  const size = shape.reduce((product, each) => product * each, 1);
  if (size !== length)
    throw new Unusable(
      `its input has the shape [${shape.join(', ')}], and an item has ${length} values. Pass data that fit it, or the option shape`,
    );
  if (datatype && /INT/.test(datatype) && isNarrow(options.inputRange))
    throw new Unusable(
      `its input has the type ${datatype}, and inputs within 2 units would be rounded to nothing. Pass an inputRange such as [0, 255]`,
    );
  if (options.layout !== 'nchw') return { values: inputs, count, shape };
  if (shape.length === 3) return { values: channelsFirst(inputs, shape), count, shape };
  throw new Unusable(
    `its input has the shape [${shape.join(', ')}], and layout is 'nchw'. Pass the option shape: [channels, height, width]`,
  );
}

/** Whether no value can move by 2. */
function isNarrow([low, high]: readonly [unknown, unknown] = [0, 1]): boolean {
  const [lows, highs] = [low, high].map((bound) => [bound].flat() as number[]);
  return highs.every((bound, at) => bound - (lows[at] ?? lows[0]) < 2);
}

/** The answers to all batches as one. */
function joined(tables: readonly Table[], count: number): Answer {
  const [{ columns }] = tables;
  if (tables.some((table) => table.columns !== columns))
    throw new Unusable('its replies have different numbers of scores. Expected as many in each');
  const data = Float32Array.from(tables.flatMap((table) => table.data));
  return columns === 0 ? { labels: Int32Array.from(data) } : { data, rows: count, columns };
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
