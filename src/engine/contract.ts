/** The tensor engines by name: CUDA and CPU builds of native TensorFlow, WebAssembly (embedded), pure JavaScript. */
export type EngineName = 'node-gpu' | 'node' | 'wasm' | 'cpu';

/** The engine in use. */
export interface Engine {
  readonly name: EngineName;
  /** Version of the package that provides it. */
  readonly version: string;
  readonly threads: number;
}
