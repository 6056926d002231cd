import { expect, test } from 'vitest';
import { dre } from '../../src/acquisition/index.ts';
import { leNet5 } from '../../src/architectures/index.ts';
import { pgd } from '../../src/attacks/index.ts';
import { quantize } from '../../src/compression/index.ts';
import {
  acquisitionLimit,
  architectureLimit,
  attackLimit,
  compressionLimit,
  trainingLimit,
} from '../../src/family-members.ts';
import { demand, type Limit } from '../../src/options.ts';
import { standardTraining } from '../../src/training/index.ts';

const members: [string, Limit, unknown][] = [
  ['an acquisition function', acquisitionLimit, dre],
  ['an architecture', architectureLimit, leNet5],
  ['an attack', attackLimit, pgd],
  ['a compression', compressionLimit, quantize(8)],
  ['a training', trainingLimit, standardTraining()],
];

test.each(members)('accepts %s, and no member of another family', (_, limit, member) => {
  expect(members.filter(([, , other]) => limit.holds(other))).toEqual([[_, limit, member]]);
  for (const value of [undefined, null, 3, 'x', {}, [], () => {}, Promise.resolve(member)])
    expect(limit.holds(value)).toBe(false);
});

test.each<[Limit, unknown, string]>([
  [
    acquisitionLimit,
    'dre',
    "is 'dre'.\nExpected an acquisition function, such as dre.\nPass dre itself, without quotes",
  ],
  [trainingLimit, standardTraining, 'Call it, as in standardTraining({ epochs: 5 }).'],
  [compressionLimit, quantize, 'Call it, as in quantize(8).'],
  [compressionLimit, pgd, 'This is an attack. Check the order of the arguments'],
  [attackLimit, quantize(8), 'This is a compression. Check the order of the arguments'],
  [attackLimit, Promise.resolve(pgd), 'This is a promise: await it first.'],
  [attackLimit, { ...pgd, parameters: 5 }, 'Its property parameters is 5. Expected a function.'],
  [attackLimit, { ...pgd, warnings: [] }, 'Its property warnings is []. Expected a function.'],
  [attackLimit, { ...pgd, norm: 'l3' }, "Its property norm is 'l3'. Expected one of 'linf', 'l2', 'l1', 'l0'."],
  [trainingLimit, { ...standardTraining(), options: { epochs: Number.NaN } }, 'Expected an object of JSON values'],
  [architectureLimit, leNet5.with({}).options, 'Pass e.g. leNet5, imported from "vitest-dnn".'],
])('%o says what was meant by %o', (limit, value, advice) => {
  expect(() => demand('walk', 'it', value, limit)).toThrow(advice);
});
