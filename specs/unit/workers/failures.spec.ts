import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { defineAttack, pgd } from '../../../src/attacks/index.ts';
import type { Attack } from '../../../src/attacks/index.ts';
import type { Split } from '../../../src/datasets/contract.ts';
import { describeComputation, startEngine } from '../../../src/engine/index.ts';
import { InvalidOptionError, WorkerError } from '../../../src/errors.ts';
import { evaluateRobustness } from '../../../src/evaluation/index.ts';
import type { Network } from '../../../src/models/network/contract.ts';
import { configure } from '../../../src/settings.ts';
import { Blocks } from '../../../src/workers/blocks.ts';
import { endThreads, readyThreads, withThreads } from '../../../src/workers/pool.ts';
import { program, Thread } from '../../../src/workers/thread.ts';
import { smallProblem } from '../attacks/sample.ts';
import { useWorkersOfSources } from './sources.ts';

useWorkersOfSources();
const folder = mkdtempSync(join(tmpdir(), 'dnn-workers-'));
const attack = pgd.with({ steps: 3 });
let stderr: string[] = [];

beforeAll(() => startEngine('wasm'));
beforeEach(() => {
  stderr = [];
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => stderr.push(String(text)) > 0);
  configure({ workers: 2 });
});
afterEach(() => vi.restoreAllMocks());
afterAll(() => rmSync(folder, { recursive: true }));

/** Makes threads run a program that starts, and then does this with a task. */
async function runInThreads(body: string): Promise<void> {
  const ready = { kind: 'ready', computation: describeComputation(await startEngine()) };
  const file = join(folder, `${stderr.length}-${body.length}.mjs`);
  writeFileSync(
    file,
    `import { mkdirSync } from 'node:fs';
     import { parentPort } from 'node:worker_threads';
     const isFirst = () => mkdirSync(new URL('used-${body.length}', import.meta.url), { recursive: true }) !== undefined;
     parentPort.on('message', ({ id }) => {
       if (!isFirst()) return parentPort.postMessage({ id, kind: 'failed', message: 'not again' });
       ${body}
     });
     parentPort.postMessage(${JSON.stringify(ready)});`,
  );
  await endThreads();
  program.file = pathToFileURL(file);
  await startThreads();
}

/** Starts two threads, so that this one does not do the work before them. */
async function startThreads(): Promise<void> {
  const engine = await startEngine();
  await withThreads(2, engine, program.file as URL, (threads) => Promise.all(threads.map(({ ready }) => ready)));
}

describe('if a worker thread', () => {
  const options = { epsilon: 0.1, seed: 3 };
  let sources: URL | undefined;
  beforeAll(() => {
    sources = program.file;
  });
  afterEach(async () => {
    program.file = sources;
    await endThreads();
  });

  /** Expects the result of one thread, with this line on stderr. */
  const expectSameResult = async (line: string): Promise<void> => {
    const { network, split } = await smallProblem(200);
    const measured = await evaluateRobustness(network, split, attack, options);
    configure({ workers: 0 });
    const alone = await evaluateRobustness(network, split, attack, options);
    expect({ ...measured, seconds: 0 }).toEqual({ ...alone, seconds: 0 });
    expect(stderr.join('')).toContain(line);
  };

  test.each([
    ['exits', 'process.exit(7);', 'a worker thread ended: its exit code was 7.'],
    ['throws', "throw new Error('out of luck');", 'a worker thread ended: out of luck.'],
  ])('%s, others repeat its inputs', async (_, body, line) => {
    await runInThreads(body);
    await expectSameResult(line);
  });

  test('is killed at work, others repeat its inputs', async () => {
    await startThreads();
    const { run } = Thread.prototype;
    let killed: Thread | undefined;
    vi.spyOn(Thread.prototype, 'run').mockImplementation(function (this: Thread, ...given) {
      const ending = run.apply(this, given);
      if (killed === undefined) void (killed = this).terminate();
      return ending;
    });
    await expectSameResult('a worker thread ended: its exit code was 1.');
    expect(killed?.isAlive).toBe(false);
    expect(readyThreads()).toBe(1);
  });

  test('does not start, this thread does its work', async () => {
    await endThreads();
    program.file = pathToFileURL(join(folder, 'absent.mjs'));
    await expectSameResult('a worker thread does not start: Cannot find module');
  });

  test('computes other bits, the model stays on this thread', async () => {
    await runInThreads("parentPort.postMessage({ id, kind: 'refused', reason: 'a worker computes other values' });");
    await expectSameResult('is evaluated on one thread: a worker computes other values.');
  });

  test('does not stop, it is ended when the receiver of the progress throws', async () => {
    await runInThreads("parentPort.postMessage({ id, kind: 'progress', share: 0.55 }); for (;;);");
    const { network, split } = await smallProblem(200);
    const progress = ({ done = 0 }): void => {
      if (!Number.isInteger(done)) throw new Error('enough');
    };
    await expect(evaluateRobustness(network, split, attack, { ...options, progress })).rejects.toThrow('enough');
    expect(readyThreads()).toBe(1);
  });
});

test('two threads that end with the same inputs are an error', () => {
  const blocks = new Blocks({ task: 'pgd', items: [1, 2, 3, 4], blocks: { first: 3, batch: 3, most: 3 } } as never);
  const block = blocks.take(1, 1);
  blocks.giveBack(block as never, new Error('the memory is exhausted'));
  const again = blocks.take(1, 1);
  expect(again?.items).toEqual([1, 2]);
  const giveBack = (): void => blocks.giveBack(again as never, new Error('the memory is exhausted'));
  expect(giveBack).toThrow(WorkerError);
  expect(giveBack).toThrow(
    'pgd: two worker threads ended while they worked on the same 2 inputs: the memory is exhausted.',
  );
});

describe('on this thread runs', () => {
  test('an attack of a user, and a line says so', async () => {
    const { network, split } = await smallProblem(60);
    const own = defineAttack({
      name: 'pgd',
      norm: 'linf',
      access: 'white-box',
      defaults: {},
      perturb: ({ x }) => x.clone(),
    });
    await expectOneThread(network, split, own, 'pgd runs on one thread, because pgd is not of this package.');
  });

  test('a classifier with methods of a user', async () => {
    const { network, split } = await smallProblem(60);
    const own: Network = { ...network, logits: (x) => network.logits(x) };
    await expectOneThread(own, split, attack, 'has methods of your own');
  });

  async function expectOneThread(network: Network, split: Split, used: Attack, line: string): Promise<void> {
    const run = vi.spyOn(Thread.prototype, 'run');
    await evaluateRobustness(network, split, used, { epsilon: 0.1, seed: 3 });
    expect(run).not.toHaveBeenCalled();
    expect(stderr.join('')).toContain(line);
  }
});

test.each(['many', '-1', '2.5', '65'])('DNN_WORKERS=%s is refused', async (workers) => {
  vi.stubEnv('DNN_WORKERS', workers);
  configure({});
  const { network, split } = await smallProblem(60);
  const evaluation = evaluateRobustness(network, split, attack, { epsilon: 0.1 });
  await expect(evaluation).rejects.toThrow(InvalidOptionError);
  await expect(evaluation).rejects.toThrow(
    `DNN_WORKERS is "${workers}".\nExpected 'auto', or an integer from 0 to 64.`,
  );
  vi.unstubAllEnvs();
});

test('short work starts no thread', async () => {
  await withThreads(0, await startEngine(), program.file as URL, () => endThreads());
  const { network, split } = await smallProblem(60);
  const { costs } = await import('../../../src/workers/count.ts');
  Object.assign(costs, { start: 1, use: 0.1, look: 0.2 });
  await evaluateRobustness(network, split, attack, { epsilon: 0.1 });
  expect(readyThreads()).toBe(0);
});
