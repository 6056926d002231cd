import type { Split } from '../../datasets/contract.ts';
import { tf, type Tensor } from '../../engine/tensors.ts';
import type { Network } from '../../models/network/contract.ts';
import { boundedBatch, forwardBytes } from '../../models/network/batch-size.ts';
import { inputsAt } from '../../models/network/batches.ts';
import { gridOver, type Grid } from './activation-grid.ts';
import { hookActivations, type Activation } from './activations.ts';

/** How the range of an activation is measured on the calibration split. */
export interface RangeOptions {
  /** `min-max`: all values. `percentile`: without the outliers at either end. */
  readonly range: 'min-max' | 'percentile';
  /** Percent of the values below the upper end of the range. */
  readonly percentile: number;
}

const bins = 2048;

/**
 * Returns the grid per activation of a network, including input and logits, from its float32 values on the calibration
 * split. Percentiles are interpolated linearly in a histogram of 2,048 bins between minimum and maximum.
 *
 * @see the representative data set of TensorFlow Lite
 */
export function calibrate(network: Network, split: Split, { range, percentile }: RangeOptions): Map<Activation, Grid> {
  const ranges = new Map<Activation, { low: number; high: number }>();
  observe(network, split, (activation, values) => {
    let { low, high } = ranges.get(activation) ?? { low: Number.POSITIVE_INFINITY, high: Number.NEGATIVE_INFINITY };
    for (const value of values) {
      if (value < low) low = value;
      if (value > high) high = value;
    }
    ranges.set(activation, { low, high });
  });
  if (range === 'percentile') {
    const histograms = new Map([...ranges.keys()].map((activation) => [activation, new Float64Array(bins)]));
    observe(network, split, (activation, values) => {
      const { low, high } = ranges.get(activation) as { low: number; high: number };
      const counts = histograms.get(activation) as Float64Array;
      const perBin = high > low ? bins / (high - low) : 0;
      for (const value of values) counts[Math.min(bins - 1, Math.floor((value - low) * perBin))]++;
    });
    for (const [activation, counts] of histograms) {
      const { low, high } = ranges.get(activation) as { low: number; high: number };
      const at = (share: number): number => low + ((high - low) * quantile(counts, share)) / bins;
      ranges.set(activation, { low: at(1 - percentile / 100), high: at(percentile / 100) });
    }
  }
  return new Map([...ranges].map(([activation, { low, high }]) => [activation, gridOver(low, high)]));
}

/** The position in a histogram, in bins, below which a share of all values lies. */
function quantile(counts: Float64Array, share: number): number {
  const wanted = share * counts.reduce((sum, count) => sum + count, 0);
  let below = 0;
  for (let bin = 0; bin < counts.length; bin++) {
    if (counts[bin] > 0 && below + counts[bin] >= wanted) return bin + (wanted - below) / counts[bin];
    below += counts[bin];
  }
  return counts.length;
}

/** Calls `see` with every activation of every batch, in the order of computation. */
function observe(network: Network, split: Split, see: (activation: Activation, values: Float32Array) => void): void {
  const copy = network.clone();
  const batchSize = boundedBatch(128, forwardBytes(network.model));
  const look = (activation: Activation, x: Tensor): Tensor => {
    see(activation, x.dataSync() as Float32Array);
    return x;
  };
  hookActivations(copy.model, look);
  try {
    for (let start = 0; start < split.size; start += batchSize) {
      const positions = Array.from({ length: Math.min(batchSize, split.size - start) }, (_, i) => start + i);
      tf.tidy(() => {
        const x = inputsAt(split, positions);
        look('input', x);
        look('logits', copy.logits(x));
      });
    }
  } finally {
    copy.dispose();
  }
}
