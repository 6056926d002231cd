// Types of browsers and of WebGPU that the declarations of TensorFlow.js name. Each is that of the program, if the program has it; a
// program for Node has few of them.

type Global<Name extends string> = typeof globalThis extends Record<Name, { prototype: infer T }> ? T : object;

export type File = Global<'File'>;
export type GPUBuffer = Global<'GPUBuffer'>;
export type HTMLCanvasElement = Global<'HTMLCanvasElement'>;
export type HTMLImageElement = Global<'HTMLImageElement'>;
export type HTMLSourceElement = Global<'HTMLSourceElement'>;
export type HTMLVideoElement = Global<'HTMLVideoElement'>;
export type IDBFactory = Global<'IDBFactory'>;
export type ImageBitmap = Global<'ImageBitmap'>;
export type ImageData = Global<'ImageData'>;
export type Navigator = Global<'Navigator'>;
export type ReadableStream<Chunk> = Global<'ReadableStream'> & { readonly chunk?: Chunk };
export type RequestInit = NonNullable<Parameters<typeof fetch>[1]>;
export type Response = Awaited<ReturnType<typeof fetch>>;
export type Storage = Global<'Storage'>;
export type WebGLContextAttributes = object;
export type WebGLTexture = Global<'WebGLTexture'>;

export declare const fetch: typeof globalThis extends { fetch: infer Fetch extends (...parameters: never) => unknown }
  ? Fetch
  : (url: string, init?: object) => Promise<object>;

/** A 64-bit integer of the package long. */
export interface Long {
  readonly high: number;
  readonly low: number;
  toString(radix?: number): string;
}
