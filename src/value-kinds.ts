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
    return Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView));
  } catch {
    return false; // a proxy that was revoked
  }
}
