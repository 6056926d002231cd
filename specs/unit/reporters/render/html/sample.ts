import { assemble } from '../../../../../src/report/assemble.ts';
import { packPixels } from '../../../../../src/report/pixels.ts';
import type { Examples } from '../../../../../src/report/schemas/examples.ts';
import type { Gate } from '../../../../../src/report/schemas/gate.ts';
import type { Report } from '../../../../../src/report/schemas/report.ts';
import { gate, retraining, robustness, run } from '../../sample.ts';

/** A name that a page, a table, a terminal or a spreadsheet would act on. */
export const hostile = `<script>alert('1')</script> | "a" & \u001b[31mred\r\n</style><img src=x onerror=alert(2)> =1+1 \u202e`;

/**
 * Makes a report with every section.
 *
 * @param name - a part of the names of tests, classes, files, models and data sets
 * @param functions - number of acquisition functions
 */
export function fullReport(name = '', functions = 3): Report {
  const curve = [0.05, 0.1, 0.2].map((epsilon) => ({ epsilon, robustAccuracy: 0.9 - 2 * epsilon }));
  const named = (text: string): string => `${text}${name}`;
  const runs = Array.from({ length: functions }, (_, at) =>
    [1, 2].map((seed) => ({
      ...run(
        at === 0 ? 'randomSampling' : named(`function${at}`),
        seed,
        [0.5, 0.7, 0.8 + 0.01 * at + 0.02 * seed],
        [0.1, 0.4, 0.5 + 0.01 * at * seed],
      ),
      dataset: named('glyphs'),
    })),
  ).flat();
  const compression = {
    ...robustness(0.9),
    kind: 'compression' as const,
    interval: { low: 0.87, high: 0.93, confidence: 0.95 },
    compression: named('quantize(8)'),
    accuracyBefore: 0.92,
    accuracyAfter: 0.9,
    change: -2,
    agreement: 0.97,
    bytesBefore: 4000,
    bytesAfter: 1000,
    nonZeroBefore: 1000,
    nonZeroAfter: 1000,
    multiplyAddsBefore: 5000,
    multiplyAddsAfter: 5000,
    steps: [],
  };
  const {
    attack: _a,
    epsilon: _e,
    cleanAccuracy: _c,
    robustAccuracy: _r,
    attackSuccessRate: _s,
    meanL2: _l,
    meanLinf: _i,
    norm: _n,
    meanPerturbation: _m,
    medianPerturbation: _p,
    brokenBy: _b,
    ...measured
  } = compression;
  const broken = gate(0.41, {
    measurement: { ...robustness(0.41), curve },
    warnings: [named('the attack is weak ')],
    advice: [named('adversarialTraining ')],
    examples: examplesOf(name),
    reproduce: named('npx vitest run '),
  });
  const undecided = gate(0.61, {
    passed: true,
    outcome: 'undecided',
    undecided: 'warn',
    measurement: { ...robustness(0.61), unfinished: { seconds: 2, inputs: 1000 } },
  });
  const confused = gate(0.9, {
    matcher: 'toReachAccuracy',
    quantity: 'accuracy',
    measurement: {
      ...accuracyOf(0.9),
      confusion: {
        classes: ['cat', named('dog')],
        counts: [
          [45, 5],
          [5, 45],
        ],
      },
      slices: [
        { name: named('night'), inputs: 20, value: 0.8, interval: { low: 0.55, high: 0.94, confidence: 0.95 } },
        { name: 'day', inputs: 80, value: 0.925, interval: { low: 0.83, high: 0.97, confidence: 0.95 } },
      ],
    } as Gate['measurement'],
  });
  const calibrated = gate(0.9, {
    matcher: 'toBeCalibrated',
    quantity: 'expected calibration error',
    value: 0.04,
    relation: 'at most',
    threshold: 0.08,
    passed: true,
    outcome: 'passed',
    measurement: {
      ...accuracyOf(0.04),
      kind: 'calibration',
      subject: named('net'),
      accuracy: 0.9,
      meanConfidence: 0.94,
      maximumError: 0.1,
      reliability: [
        { from: 0, to: 0.5, inputs: 0, confidence: null, accuracy: null },
        { from: 0.5, to: 0.8, inputs: 30, confidence: 0.7, accuracy: 0.6 },
        { from: 0.8, to: 1, inputs: 70, confidence: 0.97, accuracy: 0.95 },
      ],
    } as Gate['measurement'],
  });
  const fits = gate(0.9, {
    matcher: 'toRetainAccuracyAfter',
    quantity: 'accuracy loss',
    value: 0.02,
    relation: 'at most',
    threshold: 0.03,
    passed: true,
    measurement: measured as Gate['measurement'],
  });
  const error = {
    matcher: 'toFitIn',
    message: named('It threw.\nTry again.'),
    negated: false,
    reproduce: named('npx vitest run '),
  };
  const none = { models: [], engines: [] };
  return assemble(
    [
      {
        file: named('specs/a.spec.ts'),
        test: named('survives '),
        state: 'failed',
        meta: { gates: [broken, undecided], models: runs, engines: [named('wasm ')] },
      },
      {
        file: named('specs/b.spec.ts'),
        test: named('fits '),
        state: 'failed',
        meta: { gates: [confused, fits, calibrated], errors: [error], ...none },
      },
    ],
    {
      header: { package: 'vitest-dnn', version: '1.2.3', seed: 1 },
      retraining: [
        { ...retraining, name: named('leNet5') },
        { ...retraining, before: null, warnings: [named('not all ')] },
      ],
      thresholds: { accuracy: 0.99 },
    },
  );
}

function accuracyOf(value: number) {
  const { subject, parameters, inputs, interval, seconds, seed, engine } = robustness(value);
  return { kind: 'accuracy' as const, subject, parameters, value, inputs, interval, seconds, seed, engine };
}

function examplesOf(name: string): Examples {
  const clean = Float32Array.from({ length: 2 * 16 }, (_, at) => (at % 5) / 5);
  const example = {
    position: 3,
    label: `cat${name}`,
    clean: { class: `cat${name}`, confidence: 0.9 },
    adversarial: { class: `dog${name}`, confidence: 0.6 },
    l2: 1,
    linf: 0.1,
  };
  return {
    file: 'adversarial/survives-1.png',
    broken: 20,
    items: [example, { ...example, position: 4 }],
    moved: [{ value: `pixel${name}`, meanChange: 0.1 }],
    images: {
      height: 4,
      width: 4,
      channels: 1,
      ...packPixels(
        clean,
        clean.map((value) => Math.min(1, value + 0.1)),
        [0, 1],
      ),
    },
  };
}
