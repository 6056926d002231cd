import { joinRows } from '../matrix/matrix.ts';
import { keyOf } from '../random/index.ts';
import { spread } from '../workers/spread.ts';
import type { AvailableSignals, Distances, SignalName, SignalParameters, Signals } from './contract.ts';
import type { View } from './view.ts';

/** Inputs of the first block, of a usual batch, and of the largest block. */
const blocks = { first: 64, batch: 256, most: 1024 };

type Requests = Partial<SignalParameters>;

/** Joins the values of a signal of several blocks of inputs. */
type Join<Name extends SignalName> = (parts: readonly Signals[Name][]) => Signals[Name];

const joinNumbers = (parts: readonly Float64Array[]): Float64Array =>
  Float64Array.from(parts.flatMap((part) => Array.from(part)));

/** The signals whose value for an input depends on that input alone, and how blocks are joined. */
const joins: { readonly [Name in SignalName]?: Join<Name> } = {
  probabilities: joinRows,
  features: joinRows,
  posteriorSamples: (parts) => parts[0].map((_, draw) => joinRows(parts.map((draws) => draws[draw]))),
  gradientLengths: joinNumbers,
  bimDistances: joinNumbers,
  boundaryDistances: joinDistances,
};

function joinDistances(parts: readonly Distances[]): Distances {
  const distances = joinNumbers(parts.map((part) => part.distances));
  const twins = parts.flatMap((part) => part.twins ?? []);
  return { indices: Int32Array.from(distances.keys()), distances, ...(twins.length > 0 && { twins: joinRows(twins) }) };
}

/**
 * The requests that threads can share: signals of single inputs, without ensembles, which are trained first, candidates, which are drawn
 * first, and gradients, whose memory is bounded for the whole pool.
 */
export function shareable({ boundaryDistances: _, posteriorSamples, features, ...requests }: Requests): Requests {
  const entries = Object.entries(requests).filter(([name]) => name in joins);
  return {
    ...(Object.fromEntries(entries) as Requests),
    ...(posteriorSamples && 'draws' in posteriorSamples && { posteriorSamples }),
    ...(features && !features.slopes && { features }),
  };
}

/**
 * Computes signals on worker threads.
 *
 * @param here - computes them on this thread
 * @returns the signals; undefined if no worker may be used
 */
export async function signalsOnWorkers(
  requests: Requests,
  view: View,
  here: (part: View) => Promise<AvailableSignals>,
): Promise<Partial<Signals> | undefined> {
  const { classifier, split, pool, random, stage, progress } = view;
  const key = keyOf(random);
  if (Object.keys(requests).length === 0 || key === undefined) return undefined;
  const done = await spread<AvailableSignals>({
    task: 'select',
    model: classifier,
    split,
    items: Array.from(pool),
    blocks,
    order: () => ({ name: 'signals', requests, stage, key }),
    here: (items, report) => here({ ...view, pool: Int32Array.from(items), progress: report }),
    read: (result) => result as AvailableSignals,
    progress,
  });
  return (
    done &&
    joined(
      requests,
      done.map(({ part }) => part),
    )
  );
}

function joined(requests: Requests, parts: readonly AvailableSignals[]): Partial<Signals> {
  const names = Object.keys(requests) as SignalName[];
  const join = (name: SignalName): unknown =>
    (joins[name] as unknown as (values: readonly unknown[]) => unknown)(parts.map((part) => part[name]));
  return Object.fromEntries(names.map((name) => [name, join(name)])) as Partial<Signals>;
}
