import { tf } from '../engine/tensors.ts';
import type { Tensor } from '../engine/tensors.ts';
import type { JsonObject } from '../json.ts';
import {
  callback,
  checkOptions,
  demand,
  jsonRecord,
  oneOf,
  record,
  required,
  resolveOptions,
  text,
} from '../options.ts';
import type { Limits, LimitsOf, OptionsOf } from '../options.ts';
import { warningsOf } from '../attack-answers.ts';
import { derived, originOf } from '../attack-origins.ts';
import { isNotCalled } from '../called-members.ts';
import { attackLimit } from '../family-members.ts';
import { attemptsOf, type Attempt } from './frame/attempts.ts';
import type { Attack, ConfigurableAttack, QueriedBatch } from './contract.ts';
import type { Norm } from '../norms/norm.ts';
import { predictedClasses } from './frame/judge.ts';
import { checkedBatch } from './frame/check-batch.ts';
import { checkClasses, checkRadius } from './frame/check-radius.ts';
import { runAttack } from './frame/run.ts';
import { compact, rowsWhere, Settled, takeRows } from './frame/standing.ts';

/** The definition of an attack that is made of others. */
export interface EnsembleDefinition<T> {
  readonly name: string;
  readonly norm: (options: T) => Norm;
  readonly defaults: T;
  readonly limits?: Limits<T>;
  /** The attacks in order of cost, for a number of classes; results name them by their keys. */
  readonly members: (options: T, classes: number) => Readonly<Record<string, Attack>>;
}

const norms = oneOf('linf', 'l2', 'l1', 'l0');

const limits: LimitsOf<EnsembleDefinition<Record<never, never>>> = {
  name: required(text),
  norm: required(callback),
  defaults: required(jsonRecord),
  limits: record,
  members: required(callback),
};

/**
 * Combines attacks into one. Each member starts from the clean inputs that the previous members did not break. The result
 * names the attack that broke each input.
 *
 * @returns the attack with its default options
 * @throws InvalidOptionError if a part of the definition is missing or has another type, or a member is not an attack
 */
export function defineEnsemble<T extends OptionsOf<T>>(
  definition: EnsembleDefinition<T>,
): ConfigurableAttack<T, 'white-box'> {
  const attack = configure(checkOptions('defineEnsemble', definition, limits), definition.defaults);
  isNotCalled('an attack', attack);
  return attack;
}

function configure<T extends OptionsOf<T>>(
  definition: EnsembleDefinition<T>,
  options: T,
  origin?: object,
): ConfigurableAttack<T, 'white-box'> {
  const { name } = definition;
  const norm = definition.norm(options);
  demand(name, 'the norm', norm, norms);
  const membersFor = (classes: number): [string, Attack][] => {
    const members = definition.members(options, classes);
    demand(name, 'the result of members', members, record);
    for (const [member, attack] of Object.entries(members)) demand(name, `the member ${member}`, attack, attackLimit);
    return Object.entries(members);
  };
  const attemptsFor = (classes: number): Attempt[] =>
    membersFor(classes).flatMap(([member, { access, craft, restarts }]) =>
      attemptsOf({ name: member, access, craft: craft as Attempt['craft'] }, restarts?.(classes) ?? 1),
    );
  const attack: ConfigurableAttack<T, 'white-box'> = {
    name,
    norm,
    access: 'white-box',
    options: options as JsonObject & T,
    code: membersFor(10)
      .map(([, { code }]) => code)
      .join('\n'),
    parameters: (epsilon, inputRange) => {
      checkRadius(name, epsilon, inputRange);
      return options as JsonObject;
    },
    warnings: (epsilon) => {
      checkRadius(name, epsilon);
      return membersFor(10).flatMap(([, member]) => warningsOf(member, epsilon));
    },
    with: (changes) =>
      configure(definition, resolveOptions(name, options, changes, definition.limits), originOf(attack)),
    restarts: (classes) => {
      checkClasses(name, classes);
      return attemptsFor(classes).length;
    },
    craft: async (given) => {
      const batch = checkedBatch(name, 'white-box', given);
      return craftInTurn(name, attemptsFor(batch.classifier.classes), batch);
    },
    run: (model, split, settings) =>
      runAttack({ name, norm, access: 'white-box', attempts: attemptsFor }, model, split, settings),
  };
  return derived(attack, origin);
}

/** The candidates of the first attempt that breaks each input, or of the last attempt, [batch, ...itemShape]. */
async function craftInTurn(owner: string, attempts: readonly Attempt[], batch: QueriedBatch): Promise<Tensor> {
  const settled = new Settled(batch.x.shape[0]);
  let remaining = batch;
  let last = batch.x.clone();
  try {
    for (const { name, restart, craft } of attempts) {
      const random = batch.random.fork(name, restart);
      const candidates = await craft({ ...remaining, random, restart, dropBroken: true });
      last.dispose();
      last = candidates;
      const [values, labels] = await Promise.all([candidates.data(), remaining.y.data()]);
      const classes = await predictedClasses(owner, remaining.classifier, values as Float32Array, labels.length);
      const flags = Array.from(classes, (predicted, row) => Number(predicted !== labels[row]));
      if (!flags.includes(1)) continue;
      settled.settle(candidates, flags);
      const rows = rowsWhere(flags, 0);
      if (rows.length === 0) break;
      last = takeRows(candidates, rows);
      candidates.dispose();
      remaining = compact(remaining, rows, remaining !== batch);
    }
    return settled.with(last);
  } finally {
    settled.dispose();
    last.dispose();
    if (remaining !== batch) tf.dispose([remaining.x, remaining.y]);
  }
}
