import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createRandom } from '../../src/random/index.ts';

/** Real processes that run active learning. Some are killed with SIGKILL; their output must not depend on it. */
const folder = mkdtempSync(join(tmpdir(), 'vitest-dnn-resume-'));
let uninterrupted: string[];
let milliseconds: number;

beforeAll(async () => {
  const started = performance.now();
  uninterrupted = await start('uninterrupted').ended;
  milliseconds = performance.now() - started;
  expect(uninterrupted).toHaveLength(4);
  expect(asked('uninterrupted')).toHaveLength(4);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Starts the program with a cache of this name. `ended` resolves to the printed lines, also if the program is killed. */
function start(name: string) {
  const program = spawn(process.execPath, ['specs/end-to-end/programs/learn.mjs', join(folder, name), notesOf(name)], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [printed, errors] = ['', ''];
  program.stdout.setEncoding('utf8').on('data', (text: string) => (printed += text));
  program.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
  const ended = new Promise<string[]>((resolve, reject) => {
    program.on('close', (code, signal) => {
      if (code === 0 || signal === 'SIGKILL') resolve(printed.split('\n').filter(Boolean));
      else reject(new Error(errors));
    });
  });
  return { kill: () => program.kill('SIGKILL'), ended, running: () => program.exitCode === null, errors: () => errors };
}

const notesOf = (name: string): string => join(folder, `${name}.notes`);

/** The queries to the oracle, one entry per purchase of labels. */
function asked(name: string): number[][] {
  if (!existsSync(notesOf(name))) return [];
  return readFileSync(notesOf(name), 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as number[]);
}

const entries = (name: string): string[] => (existsSync(join(folder, name)) ? readdirSync(join(folder, name)) : []);
const isUnfinished = (entry: string): boolean => entry.startsWith('.');

/** The selection of each stage, as printed. */
const selections = (lines: string[]): number[][] =>
  lines.map((line) => (JSON.parse(line) as { selected: number[] }).selected);

/** Kills the program as soon as the condition holds. The condition is checked every millisecond. */
async function killWhen(name: string, condition: () => boolean): Promise<string[]> {
  const program = start(name);
  while (program.running() && !condition()) await setTimeout(1);
  program.kill();
  return program.ended;
}

describe('a run that is killed', () => {
  test('at random moments resumes at its last complete stage and ends with the same stages', async () => {
    const random = createRandom(20);
    for (let kills = 0; kills < 4; kills++) {
      const moment = performance.now() + (0.2 + 0.7 * random.uniform()) * milliseconds;
      const printed = await killWhen('random', () => performance.now() >= moment);
      expect(printed).toEqual(uninterrupted.slice(0, printed.length));
    }
    expect(await start('random').ended).toEqual(uninterrupted);
    for (const purchase of asked('random')) expect(selections(uninterrupted)).toContainEqual(purchase);
  });

  test('while it writes an entry leaves no incomplete entry that is used', async () => {
    let halves = 0;
    for (let kills = 0; kills < 4; kills++) {
      const before = entries('publication');
      await killWhen('publication', () =>
        entries('publication').some((entry) => isUnfinished(entry) && !before.includes(entry)),
      );
      halves += entries('publication').filter(isUnfinished).length;
    }
    expect(halves).toBeGreaterThan(0);
    const last = start('publication');
    expect(await last.ended).toEqual(uninterrupted);
    expect(last.errors()).not.toContain('damaged');
    expect(entries('publication').toSorted()).toEqual(entries('uninterrupted').toSorted());
  });

  test('during training does not buy the same labels again', async () => {
    for (const purchases of [1, 2, 3]) {
      const program = start('purchase');
      const stage = purchases - 1;
      while (program.running() && !program.errors().includes(`busy: train ${stage}`)) await setTimeout(1);
      program.kill();
      await program.ended;
      expect(asked('purchase')).toHaveLength(purchases);
    }
    expect(await start('purchase').ended).toEqual(uninterrupted);
    expect(asked('purchase')).toEqual(selections(uninterrupted));
  });
});

describe('two processes with the same run', () => {
  const trainings = (errors: string): number[] =>
    [...errors.matchAll(/busy: train (\d)/g)].map(([, stage]) => Number(stage));

  test('train every stage once and get the same stages', async () => {
    const [one, other] = [start('shared'), start('shared')];
    expect(await Promise.all([one.ended, other.ended])).toEqual([uninterrupted, uninterrupted]);
    expect([...trainings(one.errors()), ...trainings(other.errors())].toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3]);
    expect(asked('shared')).toHaveLength(4);
  });

  test('are independent: one waits, reports it, and continues when the other is killed', async () => {
    const owner = start('orphaned');
    while (owner.running() && !owner.errors().includes('busy: train 0')) await setTimeout(1);
    const heir = start('orphaned');
    while (heir.running() && !heir.errors().includes('busy: wait')) await setTimeout(1);
    owner.kill();
    await owner.ended;
    expect(await heir.ended).toEqual(uninterrupted);
    expect(asked('orphaned')).toHaveLength(4);
  });
});
