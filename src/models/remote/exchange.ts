import type { Batch, Description, Protocol } from './contract.ts';
import { Failed } from './failures.ts';
import { send, type Connection } from './send.ts';
import { tabulate, type Table } from './tabulate.ts';

/** A service that can be asked. */
export interface Exchange {
  readonly protocol: Protocol;
  readonly description: Description;
  readonly connection: Connection;
  /** Requests at the same time. */
  readonly concurrency: number;
  /** Largest number of values per request. */
  readonly mostValues: number;
  /** Largest number of inputs per request. A service that refuses many inputs, but answers half of them, lowers it. */
  most: number;
}

/**
 * Asks about items in batches, several at a time. The first failure ends the other requests.
 *
 * @returns the answers in the order of the items
 * @throws Failed if a request fails; Unusable if a reply cannot be used
 */
export async function askAll(exchange: Exchange, items: Batch): Promise<Table[]> {
  const fitting = Math.max(1, Math.floor((exchange.mostValues * items.count) / items.values.length));
  const batches = cut(items, Math.min(exchange.most, fitting));
  const tables: Table[][] = batches.map(() => []);
  const stop = new AbortController();
  let next = 0;
  const work = async (): Promise<void> => {
    for (let at = next++; at < batches.length; at = next++) tables[at] = await ask(exchange, batches[at], stop.signal);
  };
  try {
    await Promise.all(Array.from({ length: Math.min(exchange.concurrency, batches.length) }, work));
  } catch (error) {
    next = batches.length;
    stop.abort();
    throw error;
  }
  return tables.flat();
}

/**
 * Asks about a batch. A service may refuse a batch because it is large (413), or for an unknown reason (500): then half of it is
 * asked, or the single item again. If it refuses that for an unknown reason too, it is not asked again.
 */
async function ask(exchange: Exchange, batch: Batch, signal: AbortSignal, isRepeated = false): Promise<Table[]> {
  if (batch.count > exchange.most) return inTurn(exchange, cut(batch, exchange.most), signal);
  try {
    return [await askOnce(exchange, batch, signal)];
  } catch (error) {
    const status = error instanceof Failed ? error.status : undefined;
    const isTooLarge = status === 413 && batch.count > 1;
    if (!isTooLarge && (status !== 500 || isRepeated)) throw error;
    if (batch.count === 1) return ask(exchange, batch, signal, true);
    const half = Math.ceil(batch.count / 2);
    const [first, second] = cut(batch, half);
    const answered = await ask(exchange, first, signal, true);
    exchange.most = Math.min(exchange.most, half);
    return [...answered, ...(await ask(exchange, second, signal))];
  }
}

async function inTurn(exchange: Exchange, batches: readonly Batch[], signal: AbortSignal): Promise<Table[]> {
  const tables: Table[] = [];
  for (const batch of batches) tables.push(...(await ask(exchange, batch, signal)));
  return tables;
}

async function askOnce(
  { protocol, description, connection }: Exchange,
  batch: Batch,
  signal: AbortSignal,
): Promise<Table> {
  const reply = await send(protocol.questionUrl, JSON.stringify(protocol.ask(batch, description)), connection, signal);
  return tabulate(protocol.read(reply, batch, description), batch.count);
}

function cut({ values, count, shape }: Batch, most: number): Batch[] {
  const length = values.length / count;
  return Array.from({ length: Math.ceil(count / most) }, (_, at) => {
    const [start, end] = [at * most, Math.min(count, (at + 1) * most)];
    return { values: values.subarray(start * length, end * length), count: end - start, shape };
  });
}
