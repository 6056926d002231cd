import type { Access, AttackOptions } from '../attacks/contract.ts';
import type { Split } from '../datasets/contract.ts';
import type { JsonObject } from '../json.ts';
import type { Matrix } from '../matrix/matrix.ts';
import type { InputRange } from '../norms/range.ts';
import type { Key } from '../random/index.ts';
import type { AvailableSignals, SignalParameters } from '../signals/contract.ts';
import type { CleverSettings } from '../evaluation/clever/options.ts';
import type { ScoredInput } from '../evaluation/clever/leads.ts';

/** An attack of this package: the name of its export, and its options. */
export interface AttackRecipe {
  readonly member: string;
  readonly options: JsonObject;
}

/** The results of an attack on some items, in their order. */
export interface AttackedItems {
  /** [items, values per item]. */
  readonly adversarial: Float32Array;
  readonly correct: Uint8Array;
  readonly broken: Uint8Array;
  readonly predicted: Int32Array;
  readonly distances: Float64Array;
  readonly brokenBy: readonly (string | null)[];
  readonly brokenWith: readonly (Access | null)[];
}

/** The passes of a classifier over a split that return a row or a class per input. */
export type Pass = 'probabilities' | 'predictions';

/** What a worker does with some items of a split, by name. */
export interface Tasks {
  attack: {
    readonly attack: AttackRecipe;
    readonly options: Pick<AttackOptions, 'epsilon' | 'seed' | 'batchSize' | 'dropBroken'>;
  };
  pass: { readonly pass: Pass };
  /** `inputs` are the items, with their leads. */
  gradientNorms: { readonly settings: CleverSettings; readonly inputs: readonly ScoredInput[] };
  /** `key` is that of the generator of the signals. */
  signals: { readonly requests: Partial<SignalParameters>; readonly stage: number; readonly key: Key };
}

/** What a worker answers. */
export interface Results {
  attack: AttackedItems;
  pass: Matrix | Int32Array;
  /** By input and lead, [points]; if the time is over, of the first inputs. */
  gradientNorms: Float32Array[][];
  signals: AvailableSignals;
}

export type TaskName = keyof Tasks;

/** A task with its name. */
export type Task = { [Name in TaskName]: { readonly name: Name } & Tasks[Name] }[TaskName];

/** A classifier in shared memory, from which a worker makes its own. */
export interface CarriedModel {
  readonly id: number;
  readonly name: string;
  readonly inputRange: InputRange;
  readonly topology: object;
  readonly specs: readonly object[];
  /** The values of all weights. */
  readonly weights: SharedArrayBuffer;
  /** Some inputs, with features and probabilities: a worker that computes other bits is not used. */
  readonly probe: { readonly split: Split; readonly outputs: readonly Float32Array[] };
}

/** The message to a worker. */
export interface Request {
  readonly id: number;
  readonly task: Task;
  /** The model, or its number if the worker has it. */
  readonly model: CarriedModel | number;
  /** Numbers of models that the worker frees first. */
  readonly forget: readonly number[];
  /** The split, whose arrays lie in shared memory. */
  readonly split: Split;
  readonly items: readonly number[];
  /** The worker stops as soon as its element is not 0. */
  readonly stop: Int32Array;
  /** Time that the task may take; undefined without a limit. */
  readonly seconds?: number;
  /** Whether the worker reports its progress. */
  readonly reports: boolean;
}

/** The end of a task: its result, an error, no time, or a model that the worker cannot compute with. */
export type Ending =
  | { readonly kind: 'result'; readonly result: Results[TaskName] }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'spent' }
  | { readonly kind: 'refused'; readonly reason: string };

/** A message of a worker. */
export type Reply =
  | { readonly kind: 'ready'; readonly computation: string }
  | { readonly kind: 'progress'; readonly id: number; readonly share: number }
  | (Ending & { readonly id: number });
