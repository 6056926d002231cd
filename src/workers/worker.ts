/**
 * What a worker thread runs: it starts the engine, and then one task after the other.
 *
 * @module
 */
import { parentPort, workerData } from 'node:worker_threads';
import { BudgetSpent, type Budget } from '../budget.ts';
import { describeComputation, startEngine, type EngineName } from '../engine/index.ts';
import type { Network } from '../models/network/contract.ts';
import type { Ending, Reply, Request, Task } from './contract.ts';
import { rebuilt, Refused } from './rebuild.ts';
import { tasks } from './tasks.ts';

/** Milliseconds between two messages of progress. */
const pause = 100;

const models = new Map<number, Network>();
let last = Promise.resolve();

const { engine } = workerData as { readonly engine: EngineName };
const computation = describeComputation(await startEngine(engine));
parentPort?.on('message', (request: Request) => {
  last = last.then(() => answer(request));
});
send({ kind: 'ready', computation });

async function answer(request: Request): Promise<void> {
  send({ ...(await endingOf(request)), id: request.id });
}

async function endingOf(request: Request): Promise<Ending> {
  try {
    const network = await modelOf(request);
    return { kind: 'result', result: await run(request, network) };
  } catch (error) {
    if (error instanceof BudgetSpent) return { kind: 'spent' };
    if (error instanceof Refused) return { kind: 'refused', reason: error.message };
    return { kind: 'failed', message: error instanceof Error ? error.message : String(error) };
  }
}

async function modelOf({ model, forget }: Request): Promise<Network> {
  for (const id of forget) {
    models.get(id)?.dispose();
    models.delete(id);
  }
  if (typeof model !== 'number' && !models.has(model.id)) models.set(model.id, await rebuilt(model));
  return models.get(typeof model === 'number' ? model : model.id) as Network;
}

function run({ id, task, split, items, stop, seconds, reports }: Request, network: Network): Promise<never> {
  const end = performance.now() + (seconds ?? Infinity) * 1000;
  const budget: Budget = {
    seconds: seconds ?? Infinity,
    left: () => (Atomics.load(stop, 0) === 0 ? Math.max(0, (end - performance.now()) / 1000) : 0),
  };
  let before = 0;
  const progress = ({ done, total }: { readonly done?: number; readonly total?: number }): void => {
    if (Atomics.load(stop, 0) !== 0) throw new BudgetSpent();
    if (!reports || !total || performance.now() - before < pause) return;
    before = performance.now();
    send({ kind: 'progress', id, share: (done ?? 0) / total });
  };
  const perform = tasks[task.name] as unknown as (task: Task, setting: object) => Promise<never>;
  return perform(task, { network, split, items, budget, progress });
}

function send(reply: Reply): void {
  parentPort?.postMessage(reply);
}
