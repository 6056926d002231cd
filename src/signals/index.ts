import { activations } from './activations.ts';
import { bimDistances } from './bim-distances.ts';
import { boundaryDistances } from './boundary-distances.ts';
import { linearLastLayer } from '../models/network/last-layer.ts';
import type { AvailableSignals, SignalName, SignalParameters, SignalRequests, Signals } from './contract.ts';
import { gradientLengths } from './gradient-lengths.ts';
import { lastLayerGradients } from './last-layer-gradients.ts';
import { shareable, signalsOnWorkers } from './on-workers.ts';
import { outputsOfLabelled, outputsOverPool, overPool } from './parts.ts';
import { posteriorSamples } from './posterior-samples.ts';
import type { View } from './view.ts';

export type { View } from './view.ts';

/** The source of each signal. */
const sources: {
  readonly [Name in SignalName]: (view: View, parameters: SignalParameters[Name]) => Promise<Signals[Name]>;
} = {
  stage: async ({ stage }) => stage,
  probabilities: (view) => overPool(view, (part) => view.classifier.probabilities(part)),
  posteriorSamples,
  features: async (view, { slopes }) =>
    (slopes && (await lastLayerGradients(view))) || overPool(view, (part) => view.classifier.features(part)),
  labelledFeatures: ({ classifier, labelled }) => classifier.features(labelled),
  labels: async ({ labelled }) => labelled.labels,
  labelledPredictions: ({ classifier, labelled }) => classifier.predictions(labelled),
  activations,
  gradientLengths,
  boundaryDistances,
  bimDistances,
};

/** Computes and returns the requested signals, those of single inputs on worker threads if there are any for it. */
export async function computeSignals<Needs extends SignalName = never>(
  requests: Partial<SignalParameters> & SignalRequests<Needs>,
  view: View,
): Promise<AvailableSignals & Pick<Signals, Needs>> {
  const shared = shareable(requests);
  const signals: { [Name in SignalName]?: Signals[Name] } = {
    ...(await signalsOnWorkers(shared, view, async (part) => ({
      ...(await computeHere(shared, part)),
      size: part.pool.length,
    }))),
  };
  const names = (Object.keys(requests) as SignalName[]).filter((name) => !signals[name]);
  const others = Object.fromEntries(names.map((name) => [name, requests[name]])) as Partial<SignalParameters>;
  return { size: view.pool.length, ...signals, ...((await computeHere(others, view)) as Pick<Signals, Needs>) };
}

async function computeHere(
  requests: Partial<SignalParameters>,
  view: View,
): Promise<{ [Name in SignalName]?: Signals[Name] }> {
  const signals: { [Name in SignalName]?: Signals[Name] } = {
    ...(areOutputs(requests, view) && (await outputsOverPool(view))),
    ...(requests.labelledFeatures && requests.labelledPredictions && (await outputsOfLabelled(view))),
  };
  for (const [name, parameters] of Object.entries(requests) as [SignalName, SignalParameters[SignalName]][])
    if (!signals[name]) await compute(name, parameters, view, signals);
  return signals;
}

/** Whether features and probabilities are requested and come from one forward pass. */
function areOutputs({ features, probabilities }: Partial<SignalParameters>, { classifier }: View): boolean {
  return Boolean(features && probabilities && (!features.slopes || linearLastLayer(classifier.model)));
}

async function compute<Name extends SignalName>(
  name: Name,
  parameters: SignalParameters[Name],
  view: View,
  signals: { [Name in SignalName]?: Signals[Name] },
): Promise<void> {
  signals[name] = await sources[name]({ ...view, random: view.random.fork('signal', name) }, parameters);
}
