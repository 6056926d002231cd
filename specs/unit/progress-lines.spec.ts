import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
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
    const lines: string[] = [];
    const { progress, end } = progressLines({ title: 'net', secondsBetween: 0.1, write: (text) => lines.push(text) });
    for (let epoch = 1; epoch <= 20; epoch++) {
      progress({ task: 'train', epoch, epochs: 20 });
      await sleep(15);
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
});
