import { tf, tfl, type Tensor } from '../../../engine/tensors.ts';
import type { Constant, ElementType } from '../contract.ts';
import { operationOf } from '../graph/operation.ts';
import type { Value } from '../operators/contract.ts';
import { operatorOf } from '../operators/index.ts';
import { dtypeOf, OperatorError, valueOf } from '../operators/values.ts';

type Shape = (number | null)[];

/** An operand: an input of the layer, a constant, or none. */
export type Operand = null | { readonly input: number; readonly type: ElementType } | { readonly constant: Constant };

/** A constant in a configuration: its values, or the number of the weight that holds them. */
interface StoredConstant {
  readonly type: ElementType;
  readonly shape: readonly number[];
  readonly data?: readonly number[];
  readonly weight?: string;
}

type StoredOperand = null | { readonly input: number; readonly type: ElementType } | StoredConstant;

/** What the layer computes. */
export interface OperationDescription {
  readonly operator: string;
  readonly version: number;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly operands: readonly Operand[];
  /** Whether the operator runs item by item. */
  readonly isByItem: boolean;
  /** Which of its outputs is meant. */
  readonly output: number;
}

interface StoredDescription extends Omit<OperationDescription, 'operands'> {
  readonly operands: readonly StoredOperand[];
}

export interface GraphOperationConfig {
  readonly name?: string;
  /** The description as JSON, called a name: TensorFlow.js changes all other texts and the names of fields in saved models. */
  readonly operation: { readonly name: string };
}

/** Constants of up to this many values stay in the configuration: a shape can follow from them before weights are read. */
const fewValues = 10;

interface Weight {
  read(): Tensor;
  write(value: Tensor): void;
}

/**
 * An operator of an imported graph as a layer. Floating-point constants are weights that are not trained; kernels and biases of
 * convolutions are trained.
 */
export class GraphOperation extends tfl.layers.Layer {
  static readonly className = 'GraphOperation';
  /** The type of the output; known once the layer is applied. */
  type: ElementType = 'float32';
  readonly #described: StoredDescription;
  readonly #json: string;
  readonly #given = new Map<string, Constant>();
  readonly #weights = new Map<string, Weight>();

  constructor({ name, operation }: GraphOperationConfig) {
    super({ name });
    this.#json = operation.name;
    this.#described = JSON.parse(operation.name, readNumber) as StoredDescription;
  }

  /** Makes a layer; `fill` writes its constants once it is applied. */
  static of(name: string, description: OperationDescription): GraphOperation {
    const stored = description.operands.map((operand, at) => storedOperand(operand, at, description.operator));
    const layer = new GraphOperation({
      name,
      operation: { name: JSON.stringify({ ...description, operands: stored }, writeNumber) },
    });
    stored.forEach((operand, at) => {
      const original = description.operands[at];
      if (operand && 'weight' in operand && operand.weight && original && 'constant' in original)
        layer.#given.set(operand.weight, original.constant);
    });
    return layer;
  }

  /** The operator, for what needs to know what the layer does with its values. */
  get operator(): string {
    return this.#described.operator;
  }

  /** Whether each value depends on the value at its place of the only input, and on numbers. */
  get isPointwise(): boolean {
    const { isByItem, operator, operands } = this.#described;
    const single = operands.every(
      (operand, at) => at === 0 || operand === null || ('data' in operand && operand.data?.length === 1),
    );
    return !isByItem && single && operatorOf('', operator)?.over === 'elementwise';
  }

  /** Whether it computes each channel by itself, with the channels last, as a pooling does. */
  get isByChannel(): boolean {
    const { operands, attributes } = this.#described;
    return operands.length === 1 && attributes.channels_last === 1;
  }

  override build(inputShape: Shape | Shape[]): void {
    for (const operand of this.#described.operands) {
      if (operand === null || !('weight' in operand) || !operand.weight) continue;
      const { weight, shape } = operand;
      const isTrained = weight === 'kernel' || weight === 'bias';
      const variable = this.addWeight(weight, [...shape], 'float32', tfl.initializers.zeros(), undefined, isTrained);
      this.#weights.set(weight, variable as unknown as Weight);
    }
    super.build(inputShape);
  }

  /** Writes the values of the constants that the layer was made with. */
  fill(): void {
    for (const [name, { data, shape }] of this.#given) {
      const tensor = tf.tensor(data, [...shape], 'float32');
      this.#weights.get(name)?.write(tensor);
      tensor.dispose();
    }
    this.#given.clear();
  }

  override computeOutputShape(inputShape: Shape | Shape[]): Shape {
    const shapes = (Array.isArray(inputShape[0]) ? inputShape : [inputShape]) as Shape[];
    const { shape } = tf.tidy(() => {
      const inputs = shapes.map((each, i) =>
        tf.zeros(
          each.map((size) => size ?? 1),
          this.#dtypeOfInput(i),
        ),
      );
      const constants = (weight: string): Tensor =>
        this.#weights.get(weight)?.read() ?? tf.zeros(this.#shapeOf(weight));
      const value = this.#run(inputs, constants);
      this.type = value.type;
      return { shape: value.tensor.shape };
    });
    return [null, ...shape.slice(1)];
  }

  #dtypeOfInput(at: number): 'float32' | 'int32' | 'bool' {
    const operand = this.#described.operands.find((each) => each !== null && 'input' in each && each.input === at) as {
      type: ElementType;
    };
    return dtypeOf(operand.type);
  }

  #shapeOf(weight: string): number[] {
    const operand = this.#described.operands.find(
      (each) => each !== null && 'weight' in each && each.weight === weight,
    ) as StoredConstant;
    return [...operand.shape];
  }

  override call(inputs: Tensor | Tensor[]): Tensor {
    return tf.tidy(() => this.#run([inputs].flat(), (weight) => (this.#weights.get(weight) as Weight).read()).tensor);
  }

  #run(inputs: Tensor[], weightOf: (name: string) => Tensor): Value {
    const { operator: name, isByItem, output } = this.#described;
    const operator = operatorOf('', name);
    if (!operator) throw new OperatorError(`there is no operator ${name}`);
    const constants = this.#described.operands.map((operand) =>
      operand && !('input' in operand) ? this.#constant(operand, weightOf) : undefined,
    );
    const compute = (tensors: Tensor[]): Value => {
      const values = this.#described.operands.map((operand, at) => {
        if (operand === null || !('input' in operand)) return constants[at];
        const { type } = operand;
        return { tensor: tensors[operand.input], type };
      });
      return operator.run(values, operationOf({ ...this.#described, outputs: output + 1 }))[output];
    };
    if (!isByItem) return compute(inputs);
    const items = Array.from({ length: inputs[0].shape[0] }, (_, item) =>
      compute(inputs.map((tensor) => tf.squeeze(tf.slice(tensor, [item], [1]), [0]))),
    );
    return { tensor: tf.stack(items.map(({ tensor }) => tensor)), type: items[0].type };
  }

  #constant({ type, shape, data, weight }: StoredConstant, weightOf: (name: string) => Tensor): Value {
    return data
      ? { tensor: tf.tensor([...data], [...shape], dtypeOf(type)), type }
      : valueOf(weightOf(weight as string), type);
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), operation: { name: this.#json } };
  }
}

function storedOperand(operand: Operand, at: number, operator: string): StoredOperand {
  if (operand === null || 'input' in operand) return operand;
  const { type, shape, data } = operand.constant;
  const size = shape.reduce((all, side) => all * side, 1);
  if (type !== 'float32' || size <= fewValues) return { type, shape: [...shape], data: Array.from(data) };
  const role = operator.startsWith('Conv') ? ['', 'kernel', 'bias'][at] : undefined;
  return { type, shape: [...shape], weight: role || `constant_${at}` };
}

/** JSON has no infinite numbers. */
const writeNumber = (_: string, value: unknown): unknown =>
  typeof value === 'number' && !Number.isFinite(value) ? { number: String(value) } : value;

function readNumber(_: string, value: unknown): unknown {
  const number: unknown = typeof value === 'object' && value !== null && 'number' in value ? value.number : undefined;
  return typeof number === 'string' ? Number(number) : value;
}

tf.serialization.registerClass(GraphOperation as unknown as Parameters<typeof tf.serialization.registerClass>[0]);
