import { InvalidOptionError } from '../errors.ts';
import { checkNames, demand, integerFrom, isObject, oneOf, positive, within, type Limit } from '../options.ts';
import { show } from '../show.ts';
import type { SignalName, SignalParameters } from './contract.ts';

const orNull = (limit: Limit): Limit => ({
  expected: `${limit.expected}, or null`,
  holds: (value) => value === null || limit.holds(value),
});
const boolean: Limit = { expected: 'true or false', holds: (value) => typeof value === 'boolean' };

/** The parameters of a signal, and an example of those that have no default. */
interface Form {
  readonly limits: Readonly<Record<string, Limit>>;
  readonly example?: Readonly<Record<string, unknown>>;
}

const plain: Form = { limits: {} };

const forms: { readonly [Name in SignalName]: Form | ((parameters: object) => Form) } = {
  stage: plain,
  probabilities: plain,
  posteriorSamples: (parameters): Form =>
    'ensemble' in parameters
      ? { limits: { ensemble: integerFrom(2) }, example: { ensemble: 5 } }
      : {
          limits: { draws: integerFrom(1), dropoutRate: orNull(within(0, 1)) },
          example: { draws: 10, dropoutRate: null },
        },
  features: { limits: { slopes: boolean } },
  labelledFeatures: plain,
  labels: plain,
  labelledPredictions: plain,
  activations: { limits: { ranges: boolean } },
  gradientLengths: { limits: { of: oneOf('parameters', 'inputs', 'lastLayer') }, example: { of: 'parameters' } },
  boundaryDistances: {
    limits: {
      candidates: orNull(integerFrom(1)),
      twins: boolean,
      steps: integerFrom(1),
      overshoot: positive,
      clip: boolean,
    },
    example: { candidates: null, twins: false, steps: 50, overshoot: 0.02, clip: false },
  },
  bimDistances: { limits: { step: orNull(positive), steps: integerFrom(1) }, example: { step: 0.05, steps: 50 } },
};

/**
 * Checks the signals that a caller asks for, by name or with parameters.
 *
 * @returns the requests by name
 * @throws InvalidOptionError on an unknown signal, a missing parameter, or a parameter outside its limits
 */
export function checkedRequests(owner: string, needs: unknown): Partial<SignalParameters> {
  if (!Array.isArray(needs) && !isObject(needs)) {
    throw new InvalidOptionError(
      `${owner}: needs is ${show(needs)}.\nExpected names of signals, such as ['probabilities'], or signals with parameters.\n` +
        'Pass the needs of an acquisition function, such as badge.needs.',
    );
  }
  const requests: Readonly<Record<string, unknown>> = Array.isArray(needs)
    ? Object.fromEntries(needs.map((name) => [String(name), {}]))
    : needs;
  for (const [name, parameters] of Object.entries(requests)) checkRequest(owner, name, parameters);
  return requests;
}

function checkRequest(owner: string, name: string, parameters: unknown): void {
  if (!Object.hasOwn(forms, name)) {
    throw new InvalidOptionError(
      `${owner}: there is no signal ${show(name)}.\nExpected some of ${Object.keys(forms).join(', ')}.\nCorrect the name.`,
    );
  }
  const form = forms[name as SignalName];
  const { limits, example = {} } = typeof form === 'function' ? form(isObject(parameters) ? parameters : {}) : form;
  checkNames(`${owner}: ${name}`, parameters, Object.keys(limits));
  const given = parameters as Readonly<Record<string, unknown>>;
  for (const [key, value] of Object.entries(given))
    if (value !== undefined) demand(`${owner}: ${name}`, key, value, limits[key]);
  const missing = Object.keys(example).find((key) => given[key] === undefined);
  if (missing === undefined) return;
  throw new InvalidOptionError(
    `${owner}: the signal ${name} has no ${missing}.\nExpected ${Object.keys(example).join(', ')}, which have no defaults.\n` +
      `Pass needs: { ${name}: ${JSON.stringify(example)} }, or the needs of an acquisition function.`,
  );
}
