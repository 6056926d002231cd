import fc from 'fast-check';
import { changed, changes } from './changes.ts';
import type { Doors, Foreign, Report, Target } from './contract.ts';
import { judgeError, judgeResult, type Verdict } from './judge.ts';
import { openSubject } from './subject.ts';
import { targetsOf } from './targets.ts';
import { values } from './values.ts';

/** Which call to make. */
export interface Order {
  readonly seed: number;
  /** Number of the call; negative numbers count the valid calls: -1 is that of the first target. */
  readonly call: number;
  /** Texts, separated by commas, one of which the names of the targets contain. */
  readonly matching: string;
}

/** A call as announced before it is made. */
export type Announcement = Pick<Report, 'call' | 'target' | 'changes'>;

/** Makes calls in this process. */
export interface Caller {
  /** The names of the targets that match. */
  targets(matching: string): { readonly all: string[]; readonly withBase: string[] };
  /** Makes a call. @param announce - called before, because the call may never end */
  make(order: Order, announce: (announcement: Announcement) => Promise<void>): Promise<Report>;
}

/** Largest growth of the memory of this process by a call, in bytes. */
const mostMemory = 256 * 2 ** 20;
/** Largest time of this process for a call, in milliseconds. */
const longest = 2000;

export async function openCaller(doors: Doors, foreign: Foreign): Promise<Caller> {
  const subject = await openSubject(doors);
  const targets = targetsOf(subject, foreign);
  const matches = (matching: string): Target[] =>
    targets.filter(({ name }) => matching.split(',').some((text) => name.includes(text)));
  const strays: Verdict[] = [];
  process.on('unhandledRejection', (error) => strays.push(judgeError(error)));

  return {
    targets: (matching) => {
      const chosen = matches(matching);
      const withBase = chosen.filter(({ base }) => base !== undefined);
      return { all: chosen.map(({ name }) => name), withBase: withBase.map(({ name }) => name) };
    },
    make: async ({ seed, call, matching }, announce) => {
      const chosen = matches(matching);
      const isValid = call < 0;
      const target = isValid ? chosen.filter(({ base }) => base)[-call - 1] : chosen[call % chosen.length];
      const { args, text } = await argumentsOf(target, isValid ? undefined : seed * 1_000_003 + call).catch(
        (error: unknown) => ({ args: undefined, text: String(error) }),
      );
      if (!args) return { call, target: target.name, changes: 'valid arguments', outcome: 'base', detail: text };
      const announcement = { call, target: target.name, changes: text };
      await announce(announcement);
      const [memory, cpu] = [peakMemory(), process.cpuUsage()];
      let verdict: Verdict = await Promise.resolve()
        .then(() => target.call(args))
        .then((result) => judgeResult(args.includes(result) ? undefined : result), judgeError);
      await new Promise((resolve) => setImmediate(resolve));
      const { user, system } = process.cpuUsage(cpu);
      const [grown, took] = [peakMemory() - memory, (user + system) / 1000];
      if (isValid && verdict.outcome !== 'accepted') verdict = { ...verdict, outcome: 'base' };
      // nobody awaits a callback of progress, so Node reports the errors of one that is asynchronous
      const own = (stray: Verdict): boolean => stray.outcome === 'own' && /\.progress rejects/.test(text);
      const lost = strays.splice(0).filter((stray) => !own(stray));
      if (lost.length > 0) verdict = { outcome: 'stray', detail: lost.map(({ detail }) => detail).join('; ') };
      if (took > longest) verdict = { outcome: 'slow', detail: `${Math.round(took)} ms of processor time` };
      if (grown > mostMemory) verdict = { outcome: 'memory', detail: `${Math.round(grown / 2 ** 20)} MiB` };
      await doors.library.startEngine('wasm'); // a call may have started another engine
      return { ...announcement, ...verdict };
    },
  };
}

const peakMemory = (): number => process.resourceUsage().maxRSS * 1024;

async function argumentsOf({ base }: Target, seed?: number): Promise<{ args: unknown[]; text: string }> {
  const valid = await base?.();
  if (seed === undefined) return { args: [...(valid ?? [])], text: 'valid arguments' };
  if (valid && valid.length > 0) return changed(valid, drawn(changes, seed));
  const list = drawn(fc.array(values, { maxLength: 4 }), seed);
  return {
    args: list.map(({ make }) => make()),
    text: `arguments ${list.map(({ text }) => text).join(', ') || 'none'}`,
  };
}

const drawn = <T>(arbitrary: fc.Arbitrary<T>, seed: number): T => fc.sample(arbitrary, { seed, numRuns: 1 })[0];
