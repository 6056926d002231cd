import type { InputRange } from '../../norms/range.ts';

/** Inputs of one request. */
export interface Batch {
  /** The values of the items, one item after another. */
  readonly values: Float32Array;
  readonly count: number;
  /** Shape of one item. */
  readonly shape: readonly number[];
}

/** The part of a reply that answers the question: numbers, lists of numbers in any nesting, or labels. */
export type Scores = unknown;

/** What a service says about itself; a part is undefined if it says nothing. */
export interface Description {
  readonly input?: string;
  readonly datatype?: string;
  readonly output?: string;
  /** Shape of one item. */
  readonly shape?: readonly number[];
}

/** How requests and replies are written. */
export interface Protocol {
  /** Its name in messages. */
  readonly title: string;
  /** The name of the model in its address. */
  readonly modelName?: string;
  /** The address that answers questions. */
  readonly questionUrl: URL;
  /** The address that describes the model; undefined if the protocol has none. */
  readonly descriptionUrl?: URL;
  /** Reads a description; parts that are malformed count as missing. */
  readonly describe?: (json: unknown) => Description;
  /** Returns the body of a request: a value for `JSON.stringify`. */
  readonly ask: (batch: Batch, description: Description) => unknown;
  /**
   * Returns the scores or labels of a reply.
   *
   * @throws Unusable if they are missing
   */
  readonly read: (json: unknown, batch: Batch, description: Description) => Scores;
}

/** Headers of a request by name. */

export type Headers = Readonly<Record<string, string>>;

export interface ServiceOptions {
  /**
   * How requests and replies are written: `v2`, the Open Inference Protocol (MLServer, KServe, Triton, OpenVINO Model Server);
   * `tensorflow`, the REST interface of TensorFlow Serving; `json`, a service of your own. @defaultValue 'v2'
   */
  readonly protocol?: 'v2' | 'tensorflow' | 'json';
  /**
   * The input: the name of the tensor (`v2`); the name of the input in each instance (`tensorflow`); the field of the request, or a
   * function that receives the items and returns the body of the request (`json`).
   * @defaultValue the first that the service describes, else 'input' (`v2`); none (`tensorflow`); 'inputs' (`json`)
   */
  readonly input?: string | ((items: readonly NestedItems[]) => unknown);
  /**
   * The output: the name of the tensor (`v2`); the name of the output in each prediction (`tensorflow`); the field of the reply,
   * or a function that receives the reply and returns rows of scores or labels (`json`).
   * @defaultValue the only output (`v2`, `tensorflow`); 'outputs' (`json`)
   */
  readonly output?: string | ((reply: unknown) => unknown);
  /** Type of the input tensor (`v2`); for an integer type, values are rounded. @defaultValue as the service describes, else 'FP32' */
  readonly datatype?: string;
  /** Shape of one item in a request. @defaultValue as the service describes, else a list of all values */
  readonly shape?: readonly number[];
  /** Whether the service takes images with their channels first, [channels, height, width], or last. @defaultValue 'last' */
  readonly channels?: 'first' | 'last';
  /** Largest number of inputs per request. @defaultValue 32, or as many as have a million values if those are fewer */
  readonly batch?: number;
  /** Requests at the same time. @defaultValue 4 */
  readonly concurrency?: number;
  /** How often a request is repeated that got no reply, or one of the states 429, 502, 503 and 504. @defaultValue 3 */
  readonly retries?: number;
  /** Milliseconds that a request may take. @defaultValue 30000 */
  readonly timeout?: number;
  /** Headers of every request, such as an authorization; or a function that returns them. They appear nowhere else. @defaultValue none */
  readonly headers?: Headers | (() => Headers | Promise<Headers>);
  /** Name in reports. @defaultValue the name of the model in the URL, or the host (`json`) */
  readonly name?: string;
  /** Number of classes. @defaultValue the number of scores in the first answer */
  readonly classes?: number;
  /** Smallest and largest valid input value, as numbers or as lists with one bound per value. @defaultValue [0, 1] */
  readonly inputRange?: InputRange;
}

/** The values of an item as lists, nested like its shape. */
export type NestedItems = number | readonly NestedItems[];
