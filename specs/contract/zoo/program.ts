import { writeFileSync } from 'node:fs';
import { startEngine, type EngineName } from '../../../src/engine/index.ts';
import type { ZooNetwork } from './contract.ts';
import { networks } from './networks/index.ts';
import { runNetwork } from './run.ts';
import { startStock } from './stock/ask.ts';
import { describeTally, tallyOf } from './tally.ts';

/** What a run of the zoo covers. */
export interface ZooOptions {
  readonly engine: EngineName;
  /** Part k of n, from 1. */
  readonly shard: readonly [number, number];
  /** A network whose name equals or contains this text. @defaultValue all */
  readonly network?: string;
  /** Groups of checks. @defaultValue all */
  readonly checks?: readonly string[];
  /** A file that receives every finding as JSON. @defaultValue none */
  readonly output?: string;
}

/** Runs the zoo and prints progress, failures and counts. @returns whether nothing failed */
export async function runZoo({ engine, shard: [part, parts], network, checks, output }: ZooOptions): Promise<boolean> {
  await startEngine(engine);
  const chosen = choose(network).filter((_, i) => i % parts === part - 1);
  if (chosen.length === 0) throw new Error(`No network is called "${network}".`);
  const stock = startStock();
  const tally = tallyOf();
  const started = performance.now();
  try {
    for (const [i, zoo] of chosen.entries()) {
      const findings = await runNetwork(zoo, await stock.ask(zoo.name), checks && [...checks]);
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

function choose(name: string | undefined): readonly ZooNetwork[] {
  if (name === undefined) return networks;
  const exact = networks.filter((network) => network.name === name);
  return exact.length > 0 ? exact : networks.filter((network) => network.name.includes(name));
}
