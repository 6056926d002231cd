/** The tensor engines by name: CUDA and CPU builds of native TensorFlow, WebAssembly (embedded), pure JavaScript. */
export type EngineName = (typeof engineNames)[number];

/** In the order in which `auto` would like them; the last one it never takes. */
export const engineNames = ['node-gpu', 'node', 'wasm', 'cpu'] as const;

/** The engine in use. */
export interface Engine {
  readonly name: EngineName;
  /** Version of the package that provides it. */
  readonly version: string;
  readonly threads: number;
}
