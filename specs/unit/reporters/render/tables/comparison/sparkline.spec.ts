import { expect, test } from 'vitest';
import { sparkline } from '../../../../../../reporters/render/tables/comparison/sparkline.ts';

test('has one bar a value, from the lowest to the highest', () => {
  expect(sparkline([0, 0.5, 1], 0, 1)).toBe('▁▅█');
  expect(sparkline([0.2, 0.3], 0, 1)).toBe('▂▃');
});

test('is flat where nothing varies', () => {
  expect(sparkline([0.5, 0.5], 0.5, 0.5)).toBe('▁▁');
});
