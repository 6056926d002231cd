import { InvalidModelError } from '../errors.ts';
import { isObject } from '../options.ts';
import { connectionOf } from '../models/remote/connection.ts';
import { Failed } from '../models/remote/failures.ts';
import { openInference } from '../models/remote/protocols/open-inference.ts';
import { addressOf, shownAddress } from '../models/remote/secrets.ts';
import { send } from '../models/remote/send.ts';
import type { Inspection, Port } from './contract.ts';

/**
 * Asks a service of the Open Inference Protocol what its model is.
 *
 * @throws InvalidModelError if it does not answer
 */
export async function inspectService(url: string): Promise<Inspection> {
  const address = addressOf(url);
  if (!address) throw unreachable(shownAddress(url), 'the address is not one of HTTP');
  const { descriptionUrl } = openInference(address.url);
  const connection = connectionOf(address, { headers: {}, retries: 0, timeout: 10_000 });
  try {
    const said = await send(descriptionUrl as URL, undefined, connection, new AbortController().signal);
    return describe(address.shown, isObject(said) ? said : {});
  } catch (error) {
    if (!(error instanceof Failed)) throw error;
    throw unreachable(address.shown, error.message);
  }
}

function describe(shown: string, { platform, inputs, outputs }: Readonly<Record<string, unknown>>): Inspection {
  const ports = [portsOf(inputs), portsOf(outputs)];
  const isSilent = ports.some((list) => list.length === 0);
  const lacks = [{ what: 'everything that needs gradients or layers', why: 'a service only answers' }];
  return {
    path: shown,
    kind: `a model behind the Open Inference Protocol${typeof platform === 'string' && platform !== '' ? ` (${platform})` : ''}`,
    inputs: ports[0],
    outputs: ports[1],
    unit: 'none',
    parts: [],
    parameters: 0,
    works: [
      'toReachAccuracy',
      'toBeRobustAgainst with a black-box attack: hopSkipJump, or square if it answers scores',
    ],
    lacks: isSilent
      ? [
          ...lacks,
          { what: 'names, types and shapes', why: 'it describes none: pass input, output, datatype and shape' },
        ]
      : lacks,
    open: `service('${shown}')`,
  };
}

function portsOf(tensors: unknown): Port[] {
  if (!Array.isArray(tensors)) return [];
  return tensors.filter(isObject).map(({ name, datatype, shape }) => ({
    name: String(name),
    type: String(datatype),
    shape: Array.isArray(shape) ? shape.map((size) => (typeof size === 'number' && size > 0 ? size : null)) : null,
  }));
}

const unreachable = (shown: string, why: string): InvalidModelError =>
  new InvalidModelError(
    `${shown}: ${why}.\nExpected a model by the Open Inference Protocol, such as http://127.0.0.1:8080/v2/models/digits.\nCheck that the service runs.`,
  );
