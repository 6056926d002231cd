import { tf, tfl, type Tensor } from '../../../engine/tensors.ts';
import type { Constant, ElementType } from '../contract.ts';
import { operatorOf } from '../operators/index.ts';
import { dtypeOf } from '../operators/values.ts';
import {
  readNumber,
  runDescription,
  storedOperand,
  writeNumber,
  type OperationDescription,
  type StoredConstant,
  type StoredDescription,
} from './operation-description.ts';

type Shape = (number | null)[];

export interface GraphOperationConfig {
  readonly name?: string;
  /** The description as JSON, called a name: TensorFlow.js changes all other texts and the names of fields in saved models. */
  readonly operation: { readonly name: string };
}

/** Operators that are affine in each of their operands. */
const shifting = new Set(['Add', 'Sub', 'Mul', 'Sum']);

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
    const known = operatorOf('', operator);
    return !isByItem && single && (known?.over === 'elementwise' || known?.isPointwise === true);
  }

  /** Whether it adds a constant to its only input, or multiplies or divides by one. */
  get isAffine(): boolean {
    const { isByItem, operator, operands } = this.#described;
    const isInput = operands.map((operand) => operand !== null && 'input' in operand);
    if (isByItem || isInput.filter(Boolean).length !== 1) return false;
    return shifting.has(operator) || (operator === 'Div' && isInput[0]);
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
      const value = runDescription(this.#described, inputs, constants);
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
    return tf.tidy(
      () =>
        runDescription(this.#described, [inputs].flat(), (weight) => (this.#weights.get(weight) as Weight).read())
          .tensor,
    );
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), operation: { name: this.#json } };
  }
}

tf.serialization.registerClass(GraphOperation as unknown as Parameters<typeof tf.serialization.registerClass>[0]);
