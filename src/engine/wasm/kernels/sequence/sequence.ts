import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { Stage } from '../../../operations/sequence.ts';
import { tf } from '../../../tensors.ts';
import type { Backend, Kernel } from '../kernel.ts';
import { type Allocate, floatsAt, pointer, withAllocation } from '../memory.ts';
import { kernels } from '../module.ts';
import { type Step, stepsOf } from './steps.ts';
import type { Pointer } from '../signatures.ts';

/** Inputs that go through products together: as many as make it worthwhile to load the weights. */
const group = 64;

/** Bytes that images, and what becomes of them, may take at once: half of a second-level cache. */
const cached = 2 ** 18;

/** Where the value of the input at a position of the batch lies. */
type Place = (position: number) => Pointer;

/**
 * Stages one after the other: images a few at a time, products a group of them, so that what lies between two stages stays in
 * the caches.
 */
export const sequence: Kernel<{ readonly stages: readonly Stage[] }> = {
  kernelName: 'Sequence',
  compute({ inputs, attrs: { stages }, backend }) {
    const [batch, ...itemShape] = inputs.x.shape;
    return withAllocation(backend, (allocate) => {
      const steps = stepsOf(stages, itemShape, inputs, { backend, allocate });
      const images = steps.filter(({ isProduct }) => !isProduct);
      const few = fewOf(images);
      const outputs: TensorInfo[] = [];
      let from: Place = (position) => pointer(backend, inputs.x) + 4 * position * tf.util.sizeFromShape(itemShape);
      const runs = steps.map((step) => {
        const capacity = step.isProduct || step === images.at(-1) ? group : few;
        const inPassing = allocate(step.scratch * few);
        const made = madeReady(backend, step, batch, from, inPassing, capacity, allocate);
        if (made.output) outputs.push(made.output);
        from = made.to;
        return made.run;
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

/** How many images are in the caches with all that becomes of them, a power of two. */
function fewOf(images: readonly Step[]): number {
  const bytes = images.reduce((sum, { shape, scratch }) => sum + 4 * tf.util.sizeFromShape([...shape]) + scratch, 1);
  return Math.min(group, 2 ** Math.max(0, Math.floor(Math.log2(cached / bytes))));
}

interface Ready {
  readonly run: (start: number, inputs: number) => void;
  readonly to: Place;
  readonly output?: TensorInfo;
}

/** A step with a place for its outputs: the output of the sequence where it is one, otherwise room for some inputs. */
function madeReady(
  backend: Backend,
  { keep, shape, run }: Step,
  batch: number,
  from: Place,
  inPassing: Pointer,
  capacity: number,
  allocate: Allocate,
): Ready {
  const size = tf.util.sizeFromShape([...shape]);
  if (keep === 'values') {
    const output = backend.makeOutput([batch, ...shape], 'float32');
    const to: Place = (position) => pointer(backend, output) + 4 * position * size;
    return { run: (start, inputs) => run(from(start), to(start), inputs, inPassing), to, output };
  }
  const room = allocate(4 * size * capacity);
  const to: Place = (position) => room + 4 * (position % capacity) * size;
  if (keep === undefined) return { run: (start, inputs) => run(from(start), to(start), inputs, inPassing), to };
  const channels = shape[shape.length - 1];
  const output = backend.makeOutput([batch, channels], 'float32');
  const mean = meansOf(backend, size / channels, channels, allocate);
  return {
    run(start, inputs) {
      run(from(start), to(start), inputs, inPassing);
      for (let i = start; i < start + inputs; i++) mean(to(i), pointer(backend, output) + 4 * i * channels);
    },
    to,
    output,
  };
}

/** The mean of every channel over the places. */
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
