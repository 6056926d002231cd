import { beforeAll, describe, expect, test } from 'vitest';
import { startEngine } from '../../../../src/engine/index.ts';
import { tfl } from '../../../../src/engine/tensors.ts';
import type { Layer } from '../../../../src/models/network/layers.ts';
import { boundedBatch, forwardBytes, gradientBytes } from '../../../../src/models/network/batch-size.ts';

const { layers } = tfl;
const zeros = { kernelInitializer: 'zeros' } as const;
beforeAll(() => startEngine('wasm'));

describe('boundedBatch', () => {
  test('returns as many inputs as fit in 256 MiB, at least one', () => {
    expect(boundedBatch(128, 1)).toBe(128);
    expect(boundedBatch(128, 64 * 2 ** 20)).toBe(4);
    expect(boundedBatch(128, 2 ** 30)).toBe(1);
  });
});

describe('forwardBytes', () => {
  const bytesOf = (...stack: Layer[]): number => forwardBytes(tfl.sequential({ layers: stack }));

  test('counts the outputs of all layers, the input included', () => {
    const network = tfl.sequential({
      layers: [
        layers.conv2d({ inputShape: [8, 8, 2], filters: 3, kernelSize: 3, kernelInitializer: 'zeros' }),
        layers.flatten(),
      ],
    });
    expect(forwardBytes(network)).toBe(4 * (128 + 108 + 108));
    expect(gradientBytes(network, 2)).toBe(4 * 344 + 12 * 128 + 4 * 2 * 128);
  });

  test('counts the layers of nested models', () => {
    const inner = tfl.sequential({
      layers: [layers.dense({ inputShape: [4], units: 50, ...zeros }), layers.dense({ units: 2, ...zeros })],
    });
    expect(bytesOf(inner as never)).toBeGreaterThanOrEqual(4 * (4 + 50 + 2));
  });

  test('counts the gates of every time step of a recurrent layer', () => {
    const perStep = 4 * 5 * 3; // kernel, recurrent kernel and bias of four gates of five units
    expect(bytesOf(layers.lstm({ inputShape: [7, 2], units: 5, recurrentInitializer: 'zeros', ...zeros }))).toBe(
      4 * (7 * 2 + 5 + 7 * perStep),
    );
  });
});
