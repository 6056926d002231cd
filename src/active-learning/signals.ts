import { setImmediate } from 'node:timers/promises';
import type { SignalName, Signals } from '../acquisition/contract.ts';
import type { Split } from '../datasets/contract.ts';
import { subset } from '../datasets/split.ts';
import type { Matrix } from '../matrix.ts';
import type { Classifier } from '../models/contract.ts';
import type { Progress } from '../progress.ts';

/** The inputs that a model is asked about. */
export interface View {
  readonly classifier: Classifier;
  readonly split: Split;
  /** Positions of the pool in the split. */
  readonly pool: Int32Array;
  /** Positions of the labelled set in the split. */
  readonly labelled: Int32Array;
  readonly progress?: Progress;
}

/** How each signal is computed. */
const sources: Record<SignalName, (view: View) => Promise<Matrix>> = {
  probabilities: (view) => inParts(view, view.pool, (part) => view.classifier.probabilities(part)),
  features: (view) => inParts(view, view.pool, (part) => view.classifier.features(part)),
  labelledFeatures: (view) => inParts(view, view.labelled, (part) => view.classifier.features(part)),
};

/** What the model says about the pool: the named signals and no other. */
export async function computeSignals<Needs extends SignalName>(
  needs: readonly Needs[],
  view: View,
): Promise<{ readonly size: number } & Pick<Signals, Needs>> {
  const signals: Partial<Record<SignalName, Matrix>> = {};
  for (const need of new Set(needs)) signals[need] = await sources[need](view);
  return { size: view.pool.length, ...(signals as Pick<Signals, Needs>) };
}

/** Inputs copied out of the split at a time, so that a large pool is never in memory twice. */
const partSize = 2048;

async function inParts(view: View, positions: Int32Array, compute: (part: Split) => Promise<Matrix>): Promise<Matrix> {
  const parts: Matrix[] = [];
  for (let start = 0; start < positions.length; start += partSize) {
    const part = positions.subarray(start, start + partSize);
    parts.push(await compute(subset(view.split, part)));
    view.progress?.({ task: 'select', done: start + part.length, total: positions.length });
    await setImmediate();
  }
  return joinRows(parts);
}

function joinRows(parts: readonly Matrix[]): Matrix {
  const columns = parts[0]?.columns ?? 0;
  const rows = parts.reduce((sum, part) => sum + part.rows, 0);
  const data = new Float32Array(rows * columns);
  let at = 0;
  for (const part of parts) {
    data.set(part.data, at);
    at += part.data.length;
  }
  return { data, rows, columns };
}
