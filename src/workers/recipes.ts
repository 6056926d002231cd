import { originOf } from '../attack-origins.ts';
import { attacks, madry2018 } from '../attacks/index.ts';
import type { Attack } from '../attacks/contract.ts';
import type { AttackRecipe } from './contract.ts';

/** The attacks that a worker has too, by the name of their export. */
const members = { ...attacks, madry2018 };

/** What all members have in common here. */
interface Configurable extends Attack {
  with(options: object): Attack;
}

/** Returns how a worker makes an attack; undefined unless it is a member of this package with other options. */
export function recipeOf(attack: Attack): AttackRecipe | undefined {
  const origin = originOf(attack);
  const [member] = Object.entries(members).find(([, candidate]) => candidate === origin) ?? [];
  return member === undefined ? undefined : { member, options: attack.options };
}

/** Makes an attack. */
export function attackOf({ member, options }: AttackRecipe): Attack {
  return (members[member as keyof typeof members] as unknown as Configurable).with(options);
}
