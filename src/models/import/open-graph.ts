import { startEngine } from '../../engine/index.ts';
import { tf } from '../../engine/tensors.ts';
import { InvalidDataError } from '../../errors.ts';
import { demand, isObject, text } from '../../options.ts';
import { show } from '../../show.ts';
import type { ElementType, GraphValue } from './contract.ts';
import { dtypeOf } from './operators/values.ts';
import { graphAt } from './read-graph.ts';

/** Values of a tensor, with its shape. */
export interface NamedTensor {
  readonly data: ArrayLike<number>;
  readonly shape: readonly number[];
  /** @defaultValue the type that the graph states */
  readonly type?: ElementType;
}

/** A graph that can be run on named tensors. */
export interface OpenGraph {
  /** Name, type and shape of each input; an unknown size is null. */
  readonly inputs: readonly GraphValue[];
  readonly outputs: readonly GraphValue[];
  /**
   * Computes all outputs.
   *
   * @param tensors - one per input, by its name
   * @throws InvalidDataError if one is missing or does not fit; InvalidModelError if the graph cannot compute on it
   */
  run(
    tensors: Readonly<Record<string, NamedTensor>>,
  ): Promise<Record<string, NamedTensor & { readonly data: Float32Array | Int32Array | Uint8Array }>>;
}

/**
 * Opens an ONNX file or a graph model of TensorFlow.js that need not be a classifier, with any number of inputs and outputs.
 *
 * @param path - of the .onnx file, whose external data is read from its folder; or of a folder with model.json
 * @throws InvalidModelError if the file is damaged or holds no graph
 *
 * @example
 * const graph = await openGraph('encoder.onnx');
 * const { features } = await graph.run({ image: { data: pixels, shape: [1, 3, 32, 32] } });
 */
export async function openGraph(path: string): Promise<OpenGraph> {
  demand('openGraph', 'path', path, text, 'Pass the path of an ONNX file, or of a folder with a graph model.');
  await startEngine();
  const [graph, { runGraph }] = await Promise.all([graphAt(path), import('./graph/run-graph.ts')]);
  return {
    inputs: graph.inputs,
    outputs: graph.outputs,
    run: async (tensors) => {
      checkTensors(path, graph.inputs, tensors);
      const outputs = tf.tidy(() => {
        const given = graph.inputs.map(({ name, type: stated }) => {
          const { data, shape, type = stated } = tensors[name];
          return [name, { tensor: tf.tensor(Array.from(data), [...shape], dtypeOf(type)), type }] as const;
        });
        return runGraph(graph.file, graph, graph.versions, new Map(given));
      });
      try {
        const read = await Promise.all(
          outputs.map(async ({ tensor, type }, i) => {
            const data = (await tensor.data()) as Float32Array | Int32Array | Uint8Array;
            return [graph.outputs[i].name, { data, shape: tensor.shape, type }] as const;
          }),
        );
        return Object.fromEntries(read);
      } finally {
        tf.dispose(outputs.map(({ tensor }) => tensor));
      }
    },
  };
}

function checkTensors(path: string, inputs: readonly GraphValue[], tensors: unknown): void {
  for (const { name, shape: stated } of inputs) {
    const tensor = isObject(tensors) ? tensors[name] : undefined;
    const { data, shape } = (isObject(tensor) ? tensor : {}) as Partial<NamedTensor>;
    const isShape = Array.isArray(shape) && shape.every((size) => Number.isSafeInteger(size) && size >= 0);
    const fits = isShape && (shape as number[]).reduce((all, size) => all * size, 1) === data?.length;
    const isStated =
      !stated ||
      (fits && stated.length === shape?.length && stated.every((size, axis) => size === null || size === shape[axis]));
    if (fits && isStated) continue;
    throw new InvalidDataError(
      `${path}: the input "${name}" is ${show(tensor)}.\n` +
        `Expected { data, shape } of the shape ${stated ? `[${stated.map((size) => size ?? 'any').join(', ')}]` : 'that the graph needs'}, with as many values.\n` +
        `Pass run({ ${inputs.map((each) => each.name).join(', ')} }).`,
    );
  }
}
