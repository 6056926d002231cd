import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { Stage } from '../../../operations/sequence.ts';
import { tf } from '../../../tensors.ts';
import type { Backend, Kernel } from '../kernel.ts';
import { type Allocate, floatsAt, pointer, withAllocation } from '../memory.ts';
import { kernels } from '../module.ts';
import { type Step, stepsOf } from './steps.ts';
import type { Pointer } from '../signatures.ts';

/** Inputs multiplied together: enough to make loading the weights worthwhile. */
const group = 64;

/** Bytes available for images and their intermediate results: half of a second-level cache. */
const cached = 2 ** 18;

/** Returns the address of the value for the input at a position of the batch. */
type Place = (position: number) => Pointer;

/**
 * Runs stages one after another, image stages on a few inputs at a time and products on a group, so that intermediate results stay
 * in the caches.
 */
export const sequence: Kernel<{ readonly stages: readonly Stage[] }> = {
  kernelName: 'Sequence',
  compute({ inputs, attrs: { stages }, backend }) {
    const [batch, ...itemShape] = inputs.x.shape;
    return withAllocation(backend, (allocate) => {
      const steps = stepsOf(stages, itemShape, inputs, { backend, allocate });
      const images = steps.filter(({ isGrouped }) => !isGrouped);
      const few = fewOf(images);
      const outputs: TensorInfo[] = [];
      let from: Place = (position) => pointer(backend, inputs.x) + 4 * position * tf.util.sizeFromShape(itemShape);
      const runs = steps.map((step) => {
        const capacity = step.isGrouped || step === images.at(-1) ? group : few;
        const scratch = allocate(step.scratch * (step.isGrouped ? group : few));
        const placed = placedStep(backend, step, batch, from, scratch, capacity, allocate);
        if (placed.output) outputs.push(placed.output);
        from = placed.to;
        return placed.run;
      });
      for (let first = 0; first < batch; first += group) {
        const end = Math.min(first + group, batch);
        for (let start = first; start < end; start += few) {
          for (const run of runs.slice(0, images.length)) run(start, Math.min(few, end - start));
        }
        for (const run of runs.slice(images.length)) run(first, end - first);
      }
      return outputs;
    });
  },
};

/** Returns the number of images that fit in the caches with their intermediate results, a power of two. */
function fewOf(images: readonly Step[]): number {
  const bytes = images.reduce((sum, { shape, scratch }) => sum + 4 * tf.util.sizeFromShape([...shape]) + scratch, 1);
  return Math.min(group, 2 ** Math.max(0, Math.floor(Math.log2(cached / bytes))));
}

interface PlacedStep {
  readonly run: (start: number, inputs: number) => void;
  readonly to: Place;
  readonly output?: TensorInfo;
}

/** Gives a step memory for its outputs: an output of the sequence if it is kept, otherwise space for `capacity` inputs. */
function placedStep(
  backend: Backend,
  { keep, shape, run }: Step,
  batch: number,
  from: Place,
  scratch: Pointer,
  capacity: number,
  allocate: Allocate,
): PlacedStep {
  const size = tf.util.sizeFromShape([...shape]);
  if (keep === 'values') {
    const output = backend.makeOutput([batch, ...shape], 'float32');
    const to: Place = (position) => pointer(backend, output) + 4 * position * size;
    return { run: (start, inputs) => run(from(start), to(start), inputs, scratch), to, output };
  }
  const room = allocate(4 * size * capacity);
  const to: Place = (position) => room + 4 * (position % capacity) * size;
  if (keep === undefined) return { run: (start, inputs) => run(from(start), to(start), inputs, scratch), to };
  const channels = shape[shape.length - 1];
  const output = backend.makeOutput([batch, channels], 'float32');
  const mean = meansOf(backend, size / channels, channels, allocate);
  return {
    run(start, inputs) {
      run(from(start), to(start), inputs, scratch);
      for (let i = start; i < start + inputs; i++) mean(to(i), pointer(backend, output) + 4 * i * channels);
    },
    to,
    output,
  };
}

/** Returns a function that writes the mean per channel over all places. */
function meansOf(
  backend: Backend,
  places: number,
  channels: number,
  allocate: Allocate,
): (from: Pointer, to: Pointer) => void {
  const scratch = allocate(32 * channels);
  const share = Math.fround(1 / places);
  return (from, to) => {
    kernels().sumRows(from, to, places, channels, scratch);
    const sums = floatsAt(backend, to, channels);
    for (let c = 0; c < channels; c++) sums[c] *= share;
  };
}
