import type { Attack, AttackResult } from './attacks/contract.ts';
import type { JsonObject } from './json.ts';
import type { InputRange } from './norms/range.ts';
import { settleUnseen } from './settle-unseen.ts';
import { demand, isList, isObject, jsonRecord, type Limit } from './options.ts';

/**
 * Returns the parameters of an attack, which users may have written.
 *
 * @throws InvalidOptionError if they are not JSON
 */
export function parametersOf(attack: Attack, epsilon: number, range: InputRange | null): JsonObject {
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
export function resultOf(attack: Attack, result: unknown, size: number): AttackResult {
  const entries: Limit = {
    expected: `the result of an attack on ${size} inputs`,
    holds: (value) =>
      isObject(value) &&
      ArrayBuffer.isView(value.adversarial) &&
      [value.correct, value.broken, value.predicted, value.distances, value.brokenBy].every(
        (list) => isList(list) && list.length === size,
      ),
  };
  demand(attack.name, 'the result of run', result, entries, 'Correct the attack.');
  return result as AttackResult;
}
