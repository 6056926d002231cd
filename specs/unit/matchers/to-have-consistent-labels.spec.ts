import { describe, expect, test } from 'vitest';
import { InvalidOptionError } from '../../../src/errors.ts';
import { gatesIn, greys, images, texts } from './data-sets.ts';
import { messageOf, registerMatchers } from './register.ts';

registerMatchers();

describe('toHaveConsistentLabels', () => {
  test('finds equal images with different labels within and between splits', async ({ task }) => {
    const dataset = images(greys([0.1, 0.2, 0.1], [0, 0, 1]), greys([0.2, 0.3], [1, 1]));
    await expect(greys([0.1, 0.2, 0.1], [0, 1, 0])).toHaveConsistentLabels();
    await expect(dataset).toHaveConsistentLabels({ atMost: 4 });
    const message = await messageOf(expect(dataset).toHaveConsistentLabels());
    expect(message).toContain('at most 0 items whose equals have another label, but it has 4');
    expect(message).toContain('training #0 "dark" and training #2 "bright"');
    expect(message).toContain('training #1 "dark" and test #0 "bright"');
    const { findings, measurement } = gatesIn(task)[2];
    expect(measurement).toMatchObject({ groups: 2, value: 4, inputs: 5 });
    expect(findings?.shown).toHaveLength(2);
  });

  test('takes zeros of both signs for equal, and near items for different', async () => {
    await expect(greys([0, -0], [0, 1])).not.toHaveConsistentLabels();
    await expect(greys([0.5, 0.5000001], [0, 1])).toHaveConsistentLabels();
  });

  test('compares texts by their lower-cased words', async () => {
    const dataset = texts(
      ['Goal in the last minute!', 'A vote', '?!', '!?'],
      ['a VOTE', 'goal, in the last minute'],
      undefined,
    );
    const message = await messageOf(expect(dataset).toHaveConsistentLabels());
    expect(message).toContain('but it has 4');
    expect(message).toContain('training #1 "world" and test #0 "sport": A vote | a VOTE');
    expect(message).toContain('texts are equal if their lower-cased words are');
  });

  test('compares rows of a table, and shows their values', async () => {
    const rows = (labels: number[]) => ({
      inputs: Float32Array.of(1, 2.5, 1, 2.5),
      itemShape: [2],
      labels: Int32Array.from(labels),
      size: 2,
      ids: ['a', 'b'],
    });
    await expect(rows([1, 1])).toHaveConsistentLabels();
    expect(await messageOf(expect(rows([0, 1])).toHaveConsistentLabels())).toContain(
      '#0 (a) "0" and #1 (b) "1": feature 0 1, feature 1 2.5',
    );
  });

  test.each([{ atMost: -1 }, { atMost: Number.NaN }, { within: 1 }])('rejects the options %o', async (options) => {
    await expect(expect(greys([1], [0])).toHaveConsistentLabels(options)).rejects.toThrow(InvalidOptionError);
  });
});
