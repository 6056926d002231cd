import type { SignalName, SignalParameters } from './contract.ts';

/** Whether a signal is computed from the labelled set. */
const readsLabelled: {
  readonly [Name in SignalName]?: (parameters: SignalParameters[Name]) => boolean;
} = {
  labelledFeatures: () => true,
  labels: () => true,
  labelledPredictions: () => true,
  activations: ({ ranges = true }) => ranges,
};

/** Returns the names of the requested signals that are computed from the labelled set. */
export function labelledSignals(requests: Partial<SignalParameters>): SignalName[] {
  return (Object.keys(requests) as SignalName[]).filter((name) => isLabelled(name, requests));
}

function isLabelled<Name extends SignalName>(name: Name, requests: Partial<SignalParameters>): boolean {
  const parameters = requests[name];
  return parameters !== undefined && (readsLabelled[name]?.(parameters) ?? false);
}
