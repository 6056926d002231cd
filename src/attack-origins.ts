const origins = new WeakMap<object, object>();

/**
 * Records that an attack is another one with some options changed.
 *
 * @param origin - the attack with its default options, as it was defined
 * @returns the attack
 */
export function derived<Attack extends object>(attack: Attack, origin: object = attack): Attack {
  origins.set(attack, origin);
  return attack;
}

/** Returns the attack with default options that this one was made from; undefined for an object that no definition made. */
export const originOf = (attack: object): object | undefined => origins.get(attack);
