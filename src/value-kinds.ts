/** @returns whether the value is an object, neither null nor an array */
export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !isArray(value);

/** Whether a value is an instance of a class. A proxy that was revoked is none. */
export function isInstance<T>(value: unknown, type: abstract new (...parameters: never[]) => T): value is T {
  try {
    return value instanceof type;
  } catch {
    return false;
  }
}

/** Whether a value is an array. A proxy that was revoked is nothing. */
function isArray(value: object): boolean {
  try {
    return Array.isArray(value);
  } catch {
    return true;
  }
}

/** Whether a value is an array or a typed array that can be read. */
export function isList(value: unknown): value is ArrayLike<unknown> {
  try {
    return Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView) && !isDetached(value));
  } catch {
    return false; // a proxy that was revoked
  }
}

/** Whether the memory of a typed array was moved to another thread. Its length is 0 then, and its values cannot be read. */
export function isDetached({ byteLength, buffer }: ArrayBufferView): boolean {
  if (byteLength > 0) return false;
  try {
    return new Uint8Array(buffer).byteLength < 0;
  } catch {
    return true;
  }
}
