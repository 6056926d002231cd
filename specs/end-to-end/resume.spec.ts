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
/** Time of the uninterrupted run, from its first training to its end. */
let milliseconds: number;

beforeAll(async () => {
  const program = start('uninterrupted');
  await until(program, 'train 0');
  const started = performance.now();
  uninterrupted = await program.ended;
  milliseconds = performance.now() - started;
  expect(uninterrupted).toHaveLength(4);
  expect(asked('uninterrupted')).toHaveLength(4);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/**
 * Starts the program with a cache of this name. `ended` resolves to the printed lines, also if the program is killed.
 *
 * @param moment - the task and the stage where it stops until it is killed
 */
function start(name: string, ...moment: [task: string, stage: string] | []) {
  const parameters = ['specs/end-to-end/programs/learn.mjs', join(folder, name), notesOf(name), ...moment];
  const program = spawn(process.execPath, parameters, { stdio: ['ignore', 'pipe', 'pipe'] });
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

/** Waits until the program reports that it is busy with this, or ends. */
async function until(program: ReturnType<typeof start>, task: string): Promise<void> {
  while (program.running() && !program.errors().includes(`busy: ${task}`)) await setTimeout(1);
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

describe('a run that is killed', () => {
  test('at random moments resumes at its last complete stage and ends with the same stages', async () => {
    const random = createRandom(20);
    for (let kills = 0; kills < 4; kills++) {
      const program = start('random');
      await until(program, ''); // an interrupted run may be busy with a later stage at once
      await setTimeout(0.4 * random.uniform() * milliseconds);
      program.kill();
      const printed = await program.ended;
      expect(printed).toEqual(uninterrupted.slice(0, printed.length));
    }
    expect(await start('random').ended).toEqual(uninterrupted);
    for (const purchase of asked('random')) expect(selections(uninterrupted)).toContainEqual(purchase);
  });

  test('while it writes an entry leaves no incomplete entry that is used', async () => {
    let halves = 0;
    for (let kills = 0; kills < 4; kills++) {
      const before = entries('publication');
      const program = start('publication');
      const publishes = (entry: string): boolean => isUnfinished(entry) && !before.includes(entry);
      while (program.running() && !entries('publication').some(publishes)) await setTimeout(1);
      program.kill();
      await program.ended;
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
      const stage = String(purchases - 1);
      const program = start('purchase', 'train', stage);
      await until(program, `train ${stage}`);
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
    const owner = start('orphaned', 'train', '0');
    await until(owner, 'train 0');
    const heir = start('orphaned');
    await until(heir, 'wait');
    expect(heir.errors()).toContain('busy: wait');
    owner.kill();
    await owner.ended;
    expect(await heir.ended).toEqual(uninterrupted);
    expect(asked('orphaned')).toHaveLength(4);
  });
});
