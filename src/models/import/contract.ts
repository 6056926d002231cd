import type { Architecture } from '../../architectures/contract.ts';
import type { LayersModel } from '../../engine/tensors.ts';
import type { InputRange } from '../../norms/range.ts';
import type { Tokenizer } from '../../text/contract.ts';
import type { ClassifierOptions } from '../classifier.ts';
import type { PreprocessingOptions } from './options.ts';

/** How a model of another tool becomes a classifier. */
export interface ImportOptions extends ClassifierOptions, PreprocessingOptions {
  /** The network that the weights of a file without layers belong to, such as `leNet5`. @defaultValue the layers of the file */
  readonly architecture?: Architecture;
  /** Shape of one item of the data, where the file leaves sizes free, and for an architecture. @defaultValue that of the file; fixtures take that of the data set */
  readonly itemShape?: readonly number[];
  /** The module of the file per layer of the architecture, where shapes leave a choice: `{ dense_7: 'fc2' }`. @defaultValue by shape and number */
  readonly weights?: Readonly<Record<string, string>>;
  /** Layout of the images that an architecture which flattens its input was trained on. @defaultValue 'nchw' */
  readonly trainedOn?: 'nchw' | 'nhwc';
  /** The user's own tokenizer of a saved network of texts, which is not stored with it. @defaultValue none */
  readonly tokenizer?: Tokenizer;
}

/** A network that an importer built from a file. The caller owns the model. */
export interface ImportedModel {
  readonly model: LayersModel;
  /** The valid inputs, if the file says so. */
  readonly inputRange?: InputRange;
  /** Whether the network reads the layout of the data that was asked for. @defaultValue false */
  readonly hasLayout?: boolean;
}

/** A reader of one file format. */
export interface Importer {
  /** Whether its files hold weights without layers. @defaultValue false */
  readonly needsArchitecture?: boolean;
  /** Lists the arrays of a file of weights without layers. */
  readonly arrays?: (path: string) => Promise<readonly { readonly name: string; readonly shape: readonly number[] }[]>;
  /**
   * Reads a file and builds its network. The engine is started.
   *
   * @throws InvalidModelError if the file is damaged, or holds something that cannot be built; the message names it
   */
  read(path: string, options: ImportOptions): Promise<ImportedModel>;
}

/** The types of elements that a graph holds; integers of 64 bits are read as those of 32, and float16 and float64 as float32. */
export type ElementType = 'float32' | 'int32' | 'bool' | 'int8' | 'uint8' | 'int16' | 'uint16';

/** A tensor that a file holds. */
export interface Constant {
  readonly type: ElementType;
  readonly shape: readonly number[];
  readonly data: Float32Array | Int32Array | Uint8Array;
}

/** An input or output of a graph; an unknown size is null. */
export interface GraphValue {
  readonly name: string;
  readonly type: ElementType;
  readonly shape: readonly (number | null)[] | null;
}

/** One operator applied to named tensors. */
export interface GraphNode {
  readonly name: string;
  readonly domain: string;
  readonly operator: string;
  /** What the file calls the operator, for messages. @defaultValue its name here */
  readonly source?: string;
  /** Names of tensors; an omitted one is the empty string. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** Where a graph comes from, for messages. */
export interface GraphFile {
  readonly path: string;
  /** What to do about an operator that this package lacks. */
  readonly onUnknown: string;
  /** What to do about a node that cannot be computed. */
  readonly onFailure: string;
}

/** What a file with operators holds. The nodes are in an order in which they can run. */
export interface Graph {
  readonly file: GraphFile;
  readonly inputs: readonly GraphValue[];
  readonly outputs: readonly GraphValue[];
  readonly nodes: readonly GraphNode[];
  readonly constants: ReadonlyMap<string, Constant>;
  /** Version of the operators of each domain. */
  readonly versions: ReadonlyMap<string, number>;
}
