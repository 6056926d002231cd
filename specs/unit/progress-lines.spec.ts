import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { describeProgress, progressLines } from '../../src/progress-lines.ts';

describe('describeProgress', () => {
  test.each([
    [
      { task: 'train', stage: 2, stages: 5, epoch: 3, epochs: 10, accuracy: 0.812, secondsLeft: 40.4 },
      'train, stage 2 of 5, epoch 3 of 10, accuracy 81.2 %, about 40 s left',
    ],
    [
      { task: 'train', epoch: 1, epochs: 2, loss: 0.12345, secondsLeft: 3725 },
      'train, epoch 1 of 2, loss 0.123, about 1 h 2 min left',
    ],
    [{ task: 'select', done: 512, total: 2048 }, 'select, 25 %'],
    [{ task: 'pgd', stage: 0, secondsLeft: 61 }, 'pgd, stage 0, about 1 min 1 s left'],
    [{ task: 'wait', done: 12.3 }, 'waiting for another worker that trains the same model (12 s so far)'],
  ])('describes %j', (event, words) => {
    expect(describeProgress(event)).toBe(words);
  });
});

describe('progress lines', () => {
  test('come at intervals, and once more at the end', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'setTimeout', 'clearTimeout', 'performance'] });
    vi.stubEnv('CI', '');
    onTestFinished(() => {
      vi.useRealTimers();
      vi.unstubAllEnvs();
    });
    const lines: string[] = [];
    const { progress, end } = progressLines({ title: 'net', secondsBetween: 0.1, write: (text) => lines.push(text) });
    for (let epoch = 1; epoch <= 20; epoch++) {
      progress({ task: 'train', epoch, epochs: 20 });
      await vi.advanceTimersByTimeAsync(15);
    }
    end();
    expect(lines.length).toBeGreaterThanOrEqual(3);
    expect(lines.length).toBeLessThanOrEqual(5);
    expect(lines[0]).toMatch(/^dnn {2}net: train, epoch \d+ of 20\n$/);
    expect(lines.at(-1)).toMatch(/^dnn {2}net: done in \d+ s\n$/);
  });

  test('are omitted for short work', () => {
    const lines: string[] = [];
    const { progress, end } = progressLines({ title: 'net', write: (text) => lines.push(text) });
    progress({ task: 'train' });
    end();
    expect(lines).toEqual([]);
  });

  test('repeat the last event after a silence', async () => {
    const lines: string[] = [];
    const { progress, end } = progressLines({
      title: 'net',
      secondsBetween: 60,
      secondsOfSilence: 0.1,
      write: (text) => lines.push(text),
    });
    progress({ task: 'train', epoch: 3 });
    await sleep(250);
    end();
    expect(lines[0]).toMatch(/^dnn {2}net: train, epoch 3 \(\d+ s so far\)\n$/);
  });

  test('estimate the time left of tasks that only say how much is done', async () => {
    const lines: string[] = [];
    const { progress, end } = progressLines({ title: 'net', secondsBetween: 0, write: (text) => lines.push(text) });
    progress({ task: 'select', done: 10, total: 40 });
    await sleep(300);
    progress({ task: 'select', done: 20, total: 40 });
    progress({ task: 'score', done: 1, total: 4 });
    end();
    expect(lines[0]).toBe('dnn  net: select, 25 %\n');
    expect(lines[1]).toMatch(/^dnn {2}net: select, 50 %, about [1-9] s left\n$/);
    expect(lines[2]).toBe('dnn  net: score, 25 %\n');
  });

  describe('in CI', () => {
    beforeEach(() => vi.stubEnv('CI', 'true'));
    afterEach(() => vi.unstubAllEnvs());

    test('come at most once a minute', () => {
      vi.useFakeTimers();
      onTestFinished(() => void vi.useRealTimers());
      const lines: number[] = [];
      const { progress, end } = progressLines({ title: 'net', write: () => lines.push(performance.now()) });
      const start = performance.now();
      for (let second = 0; second < 200; second++) {
        progress({ task: 'pgd', done: second, total: 200 });
        vi.advanceTimersByTime(1000);
      }
      end();
      expect(lines.map((at) => Math.round((at - start) / 1000))).toEqual([60, 120, 180]);
    });

    test('come once a minute from many short works in a row, and from one that reports nothing', () => {
      vi.useFakeTimers();
      onTestFinished(() => void vi.useRealTimers());
      const lines: number[] = [];
      const write = (): void => void lines.push(performance.now());
      const start = performance.now();
      for (let work = 0; work < 7; work++) {
        const { progress, end } = progressLines({ title: `work ${work}`, write });
        for (let second = 0; second < 20; second++) {
          progress({ task: 'pgd', done: second, total: 20 });
          vi.advanceTimersByTime(1000);
        }
        end();
      }
      const { end } = progressLines({ title: 'long', write });
      vi.advanceTimersByTime(50_000);
      end();
      expect(lines.map((at) => Math.round((at - start) / 1000))).toEqual([60, 120, 180]);
    });
  });
});
