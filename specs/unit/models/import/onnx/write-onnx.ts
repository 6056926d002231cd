/** Writes ONNX files for specs, with what a reader could meet. */

type Bytes = readonly number[];

/** An unsigned integer of any size, seven bits a byte. */
export function varint(value: number | bigint): Bytes {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, BigInt(value));
  do {
    bytes.push(Number(rest & 0x7fn) | (rest > 0x7fn ? 0x80 : 0));
    rest >>= 7n;
  } while (rest > 0n);
  return bytes;
}

export const bytesField = (number: number, bytes: Bytes | string): Bytes => {
  const content = typeof bytes === 'string' ? [...Buffer.from(bytes)] : bytes;
  return [...varint(number * 8 + 2), ...varint(content.length), ...content];
};

export const integerField = (number: number, value: number | bigint): Bytes => [
  ...varint(number * 8),
  ...varint(value),
];

export const float32 = (values: readonly number[]): Bytes => [...new Uint8Array(Float32Array.from(values).buffer)];

/** A tensor with its values as raw bytes. */
export const tensor = (name: string, shape: readonly number[], dataType: number, raw: Bytes): Bytes => [
  ...shape.flatMap((size) => integerField(1, size)),
  ...integerField(2, dataType),
  ...bytesField(8, name),
  ...bytesField(9, raw),
];

/** A tensor whose values lie in another file. */
export const externalTensor = (
  name: string,
  shape: readonly number[],
  place: Readonly<Record<string, string>>,
): Bytes => [
  ...shape.flatMap((size) => integerField(1, size)),
  ...integerField(2, 1),
  ...bytesField(8, name),
  ...Object.entries(place).flatMap(([key, value]) => bytesField(13, [...bytesField(1, key), ...bytesField(2, value)])),
  ...integerField(14, 1),
];

const attribute = (name: string, value: number | string | readonly number[] | Attribute): Bytes => {
  const content = Array.isArray(value)
    ? [...(value as number[]).flatMap((each) => integerField(8, each)), ...integerField(20, 7)]
    : typeof value === 'number'
      ? [...integerField(3, value), ...integerField(20, 2)]
      : typeof value === 'string'
        ? [...bytesField(4, value), ...integerField(20, 3)]
        : (value as Attribute).content;
  return bytesField(5, [...bytesField(1, name), ...content]);
};

/** Bytes of an attribute of another type. */
export interface Attribute {
  readonly content: Bytes;
}

export interface NodeGiven {
  readonly operator: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly name?: string;
  readonly domain?: string;
  readonly attributes?: Readonly<Record<string, number | string | readonly number[] | Attribute>>;
}

const node = ({ operator, inputs, outputs, name = '', domain = '', attributes = {} }: NodeGiven): Bytes =>
  bytesField(1, [
    ...inputs.flatMap((input) => bytesField(1, input)),
    ...outputs.flatMap((output) => bytesField(2, output)),
    ...bytesField(3, name),
    ...bytesField(4, operator),
    ...bytesField(7, domain),
    ...Object.entries(attributes).flatMap(([key, value]) => attribute(key, value)),
  ]);

type Shape = readonly (number | string)[];

/** A value of the graph; a size that is a text is free, and null says nothing of the type. */
const value = (number: number, name: string, shape: Shape | null, dataType = 1): Bytes => {
  if (!shape) return bytesField(number, bytesField(1, name));
  const sizes = shape.flatMap((size) =>
    bytesField(1, typeof size === 'string' ? bytesField(2, size) : integerField(1, size)),
  );
  const type = bytesField(1, [...integerField(1, dataType), ...bytesField(2, sizes)]);
  return bytesField(number, [...bytesField(1, name), ...bytesField(2, type)]);
};

export interface GraphGiven {
  readonly nodes: readonly NodeGiven[];
  readonly tensors?: readonly Bytes[];
  readonly inputs?: Readonly<Record<string, readonly (number | string)[]>>;
  readonly outputs?: readonly string[];
  readonly outputShapes?: readonly (Shape | null)[];
  readonly version?: number;
}

/** The bytes of a graph, for attributes. */
export const graphBytes = ({
  nodes,
  tensors = [],
  inputs = { x: ['batch', 4] },
  outputs = ['y'],
  outputShapes = [],
}: GraphGiven): Bytes => [
  ...nodes.flatMap(node),
  ...tensors.flatMap((each) => bytesField(5, each)),
  ...Object.entries(inputs).flatMap(([name, shape]) => value(11, name, shape)),
  ...outputs.flatMap((name, i) => value(12, name, outputShapes[i] === undefined ? ['batch', 'n'] : outputShapes[i])),
];

/** The bytes of a model. */
export const modelBytes = (graph: GraphGiven): Uint8Array =>
  Uint8Array.from([
    ...integerField(1, 8),
    ...bytesField(7, graphBytes(graph)),
    ...bytesField(8, [...bytesField(1, ''), ...integerField(2, graph.version ?? 17)]),
  ]);
