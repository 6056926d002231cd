import { describe, expect, test } from 'vitest';
import { findLabelIssues, split, type LabelFilter, type LabelScore } from '../../src/index.ts';
import golden from './golden/label-issues.json' with { type: 'json' };

// golden/label-issues.json: python -P specs/reference/generators/label-issues.py

describe.each(golden.cases)(`cleanlab ${golden.cleanlab}: $name`, (wanted) => {
  const items = split(new Float32Array(wanted.labels.length), Int32Array.from(wanted.labels), { itemShape: [1] });
  const shares = {
    data: Float64Array.from(wanted.probabilities.flat()),
    rows: items.size,
    columns: wanted.probabilities[0].length,
  };

  test('counts, thresholds and joint', async () => {
    const { joint, thresholds, noise } = await findLabelIssues(shares, items);
    thresholds.forEach((threshold, k) => expect(threshold).toBeCloseTo(wanted.thresholds[k], 12));
    joint.flat().forEach((value, at) => expect(value).toBeCloseTo(wanted.joint.flat()[at], 12));
    expect(joint.map((row) => row.map((value) => Math.round(value * items.size)))).toEqual(wanted.calibrated);
    expect(noise).toBeCloseTo(1 - wanted.joint.reduce((sum, row, k) => sum + row[k], 0), 12);
  });

  test.each(Object.keys(wanted.quality) as LabelScore[])('score %s', async (rankBy) => {
    const { quality } = await findLabelIssues(shares, items, { rankBy });
    quality.forEach((value, item) => {
      // cleanlab's entropy score of a certain label is 0, its worst; the limit of its formula is 1.
      const isCertain =
        rankBy === 'confidenceWeightedEntropy' && shares.data.subarray(item * shares.columns).includes(1);
      if (!isCertain || wanted.quality[rankBy][item] !== 0) expect(value).toBeCloseTo(wanted.quality[rankBy][item], 6);
      else expect(value).toBe(1);
    });
  });

  test.each(Object.keys(wanted.issues) as LabelFilter[])('filter %s', async (filterBy) => {
    const { issues } = await findLabelIssues(shares, items, { filterBy });
    expect(issues.map(({ item }) => item)).toEqual(wanted.issues[filterBy]);
  });
});
