import type { AnyAttack, AnyAttackResult, Attack } from './attacks/contract.ts';
import { isTextAttack } from './family-members.ts';
import type { JsonObject } from './json.ts';
import type { InputRange } from './norms/range.ts';
import { settleUnseen } from './settle-unseen.ts';
import { isTexts } from './text/index.ts';
import { demand, isList, isObject, jsonRecord, type Limit } from './options.ts';

/**
 * Returns the parameters of an attack, which users may have written.
 *
 * @throws InvalidOptionError if they are not JSON
 */
export function parametersOf(attack: AnyAttack, epsilon: number, range: InputRange | null): JsonObject {
  const parameters: unknown = attack.parameters(epsilon, range);
  settleUnseen(parameters);
  demand(attack.name, 'the result of parameters', parameters, jsonRecord, 'Correct the attack.');
  return parameters as JsonObject;
}

const sentences: Limit = {
  expected: 'a list of sentences',
  holds: (value) => Array.isArray(value) && Array.from(value).every((sentence) => typeof sentence === 'string'),
};

/**
 * Returns the warnings of an attack, which users may have written.
 *
 * @throws InvalidOptionError if they are no list of texts
 */
export function warningsOf(attack: Attack, epsilon: number): readonly string[] {
  const warnings: unknown = attack.warnings?.(epsilon) ?? [];
  settleUnseen(warnings);
  demand(attack.name, 'the result of warnings', warnings, sentences, 'Correct the attack.');
  return warnings as readonly string[];
}

/**
 * Returns the result of an attack, which users may have written.
 *
 * @throws InvalidOptionError unless its lists have one entry per input
 */
export function resultOf(attack: AnyAttack, result: unknown, size: number): AnyAttackResult {
  const fits = (list: unknown): boolean => isList(list) && list.length === size;
  const entries: Limit = {
    expected: `the result of an attack on ${size} inputs`,
    holds: (value) =>
      isObject(value) &&
      (isTextAttack(attack)
        ? isTexts(value.adversarial) && [value.queries, value.changes, value.stoppedBy].every(fits)
        : ArrayBuffer.isView(value.adversarial)) &&
      [value.correct, value.broken, value.predicted, value.distances, value.brokenBy].every(fits),
  };
  demand(attack.name, 'the result of run', result, entries, 'Correct the attack.');
  return result as AnyAttackResult;
}
