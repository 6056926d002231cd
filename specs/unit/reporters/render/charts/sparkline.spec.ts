import { expect, test } from 'vitest';
import { sparkline } from '../../../../../reporters/render/charts/sparkline.ts';

test('sparkline draws one bar per value, from the lowest to the highest', () => {
  expect(sparkline([0, 0.5, 1], 0, 1)).toBe('▁▅█');
  expect(sparkline([0.2, 0.3], 0, 1)).toBe('▂▃');
});

test('sparkline is flat for equal values', () => {
  expect(sparkline([0.5, 0.5], 0.5, 0.5)).toBe('▁▁');
});
