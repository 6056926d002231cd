import { isObject } from '../../../options.ts';
import { show } from '../../../show.ts';
import type { Batch, Description, Protocol } from '../contract.ts';
import { Unusable } from '../failures.ts';
import { modelIn, withPath } from './path.ts';

/**
 * The Open Inference Protocol over HTTP, as MLServer, KServe, Triton and OpenVINO Model Server speak it: a request holds one tensor
 * [count, ...shape] as JSON.
 *
 * @param url - of the model, such as https://host/v2/models/name or …/versions/1, with or without /infer
 * @see https://github.com/kserve/open-inference-protocol
 */
export function openInference(url: URL): Protocol {
  const model = withPath(url, (path) => path.replace(/\/infer$/, ''));
  return {
    title: 'the Open Inference Protocol',
    modelName: modelIn(model),
    questionUrl: withPath(model, (path) => `${path}/infer`),
    descriptionUrl: model,
    describe: (json) => {
      const { inputs, outputs } = Object(json) as Readonly<Record<string, unknown>>;
      const [input, output] = [tensorsIn(inputs), tensorsIn(outputs)].map((tensors) =>
        tensors.length === 1 ? tensors[0] : undefined,
      );
      return { input: input?.name, datatype: input?.datatype, shape: shapeOf(input?.shape), output: output?.name };
    },
    ask: ({ values, count, shape }, { input = 'input', datatype = 'FP32', output }) => ({
      inputs: [{ name: input, shape: [count, ...shape], datatype, data: dataOf(values, datatype) }],
      ...(output !== undefined && { outputs: [{ name: output }] }),
    }),
    read,
  };
}

interface Tensor {
  readonly name: string;
  readonly shape?: unknown;
  readonly datatype?: string;
  readonly data?: unknown;
}

const tensorsIn = (value: unknown): readonly Tensor[] =>
  Array.isArray(value)
    ? value.filter((tensor): tensor is Tensor => isObject(tensor) && typeof tensor.name === 'string')
    : [];

/** The shape of one item; undefined if a size is open. */
function shapeOf(shape: unknown): readonly number[] | undefined {
  if (!Array.isArray(shape) || shape.length < 2) return undefined;
  const item: unknown[] = shape.slice(1);
  return item.every((size) => Number.isSafeInteger(size) && (size as number) > 0) ? (item as number[]) : undefined;
}

const dataOf = (values: Float32Array, datatype: string): number[] =>
  /INT/.test(datatype) ? Array.from(values, (value) => Math.round(value)) : Array.from(values);

function read(json: unknown, _: Batch, { output }: Description): unknown {
  const outputs = tensorsIn(isObject(json) ? json.outputs : undefined);
  const known = outputs.map(({ name, shape }) => `"${name}" ${show(shape)}`).join(', ');
  const tensor =
    output === undefined && outputs.length === 1 ? outputs[0] : outputs.find(({ name }) => name === output);
  if (tensor) return tensor.data;
  if (outputs.length === 0) throw new Unusable(`its reply is ${show(json)}. Expected a list of outputs`);
  throw new Unusable(
    output === undefined
      ? `its reply has the outputs ${known}. Expected one. Pass output: the name of the one that holds the scores`
      : `its reply has the outputs ${known}. Expected "${output}"`,
  );
}
