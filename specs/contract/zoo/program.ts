import { writeFileSync } from 'node:fs';
import { startEngine, type EngineName } from '../../../src/engine/index.ts';
import { networks } from './networks/index.ts';
import { runNetwork } from './run.ts';
import { startStock } from './stock/ask.ts';
import { describeTally, tallyOf } from './tally.ts';

/** What a run of the zoo covers. */
export interface ZooOptions {
  readonly engine: EngineName;
  /** Part k of n, from 1. */
  readonly shard: readonly [number, number];
  /** The name of one network. @defaultValue all */
  readonly network?: string;
  /** A text that the names of the networks contain. @defaultValue all */
  readonly matching?: string;
  /** Groups of checks. @defaultValue all */
  readonly checks?: readonly string[];
  /** A file that receives every finding as JSON. @defaultValue none */
  readonly output?: string;
}

/** Runs the zoo and prints progress, failures and counts. @returns whether nothing failed */
export async function runZoo({ engine, shard: [part, parts], checks, output, ...names }: ZooOptions): Promise<boolean> {
  await startEngine(engine);
  const chosen = networks
    .filter(({ name }) => name === (names.network ?? name) && name.includes(names.matching ?? ''))
    .filter((_, i) => i % parts === part - 1);
  if (chosen.length === 0) throw new Error('No network has this name.');
  const stock = startStock();
  const tally = tallyOf();
  const started = performance.now();
  try {
    for (const [i, zoo] of chosen.entries()) {
      const findings = await runNetwork(zoo, await stock.ask(zoo.name), checks);
      for (const line of tally.add(zoo.name, findings)) console.log(line);
      if ((i + 1) % 20 === 0 || i + 1 === chosen.length) {
        const seconds = (performance.now() - started) / 1000;
        const left = (seconds / (i + 1)) * (chosen.length - i - 1);
        console.log(`${i + 1} of ${chosen.length} networks, ${Math.round(seconds)} s, ${Math.round(left)} s left`);
      }
    }
  } finally {
    await stock.stop();
  }
  console.log(describeTally(tally, `engine ${engine}`));
  if (output !== undefined) writeFileSync(output, JSON.stringify(tally.findings, null, 1));
  return tally.failures === 0;
}
