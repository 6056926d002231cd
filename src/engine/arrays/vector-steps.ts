import { kernelMemory } from './kernel-memory.ts';
import type { Float32, KernelModule } from '../wasm/kernels/signatures.ts';

/** Memory of the compiled kernels for copies of arrays of one length, each padded with 0 to whole vectors. */
interface Scratch {
  readonly kernels: KernelModule;
  readonly length: number;
  readonly stride: number;
  readonly slots: Float32Array[];
}

let scratch: Scratch | undefined;

/**
 * Runs a compiled kernel on JavaScript arrays, with any engine. For elementwise work on a few thousand numbers SIMD instructions
 * take a tenth of the time of a loop, whose branches are unpredictable, and no call into an engine is needed.
 *
 * @param name - name of a kernel that takes pointers to the arrays, changed ones first, then their length and the numbers
 * @param changed - arrays that the kernel writes, all of one length
 * @param read - arrays that the kernel only reads
 */
export function onArrays(
  name: 'adaptiveStep' | 'adaptiveStepL2',
  changed: readonly [current: Float32Array, previous: Float32Array],
  read: readonly [clean: Float32Array, slope: Float32Array],
  ...numbers: [step: Float32, inertia: Float32, radius: Float32, lowest: Float32, highest: Float32]
): void {
  const arrays = [...changed, ...read];
  const { kernels, slots, stride } = scratchFor(arrays[0].length, arrays.length);
  arrays.forEach((array, at) => slots[at].set(array));
  const [current, previous, clean, slope] = slots.map(({ byteOffset }) => byteOffset);
  kernels[name](current, previous, clean, slope, stride, ...numbers);
  changed.forEach((array, at) => array.set(slots[at]));
}

function scratchFor(length: number, count: number): Scratch {
  if (scratch?.length === length && scratch.slots.length >= count) return scratch;
  const stride = 4 * Math.ceil(length / 4);
  const { buffer, kernels } = kernelMemory(4 * stride * count);
  const slots = Array.from({ length: count }, (_, at) => new Float32Array(buffer, 4 * stride * at, length));
  return (scratch = { kernels, length, stride, slots });
}
