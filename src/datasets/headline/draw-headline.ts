import type { Random } from '../../random/index.ts';
import { closings, lexicons, neutral, openings, prepositions, type Lexicon } from './words.ts';

/** Shares of the grammar: how often a part is there, and how often its word is one of the topic. */
const shares = {
  opening: 0.3,
  closing: 0.4,
  adjective: 0.4,
  distraction: 0.4,
  agents: 0.8,
  things: 0.8,
  verbs: 0.65,
  adjectives: 0.65,
} as const;

type Slot = keyof Lexicon;

/**
 * Draws a headline on a topic:
 *
 *   [opening] [adjective] agent verb [adjective] thing [preposition distraction] [closing]
 *
 * Agent, verb, thing and adjectives are words of the topic or neutral ones; at least one of agent, verb and thing is of the topic. The
 * distraction is an agent or a thing of another topic. Groups of synonyms are equally frequent; the words of a group are the rarer the later they stand.
 */
export function drawHeadline(topic: number, random: Random): string {
  const lexicon = lexicons[topic];
  const slots = (['agents', 'verbs', 'things'] as const).map((slot) => ({
    slot,
    isTopical: random.uniform() < shares[slot],
  }));
  if (!slots.some(({ isTopical }) => isTopical)) slots[2 * random.integer(2)].isTopical = true;
  const word = (slot: Slot, from: Lexicon): string => oneOf(oneOf(from[slot], random), random);
  const [agent, verb, thing] = slots.map(({ slot, isTopical }) => word(slot, isTopical ? lexicon : neutral));
  const adjective = (): string[] => {
    if (random.uniform() >= shares.adjective) return [];
    return [word('adjectives', random.uniform() < shares.adjectives ? lexicon : neutral)];
  };
  const distraction = (): string[] => {
    if (random.uniform() >= shares.distraction) return [];
    const other = lexicons[(topic + 1 + random.integer(lexicons.length - 1)) % lexicons.length];
    return [oneOf(prepositions, random), word(random.uniform() < 0.5 ? 'agents' : 'things', other)];
  };
  const maybe = (share: number, phrases: readonly string[]): string[] =>
    random.uniform() < share ? [oneOf(phrases, random)] : [];
  return [
    ...maybe(shares.opening, openings),
    ...adjective(),
    agent,
    verb,
    ...adjective(),
    thing,
    ...distraction(),
    ...maybe(shares.closing, closings),
  ].join(' ');
}

const oneOf = <T>(items: readonly T[], random: Random): T => items[random.integer(items.length)];
