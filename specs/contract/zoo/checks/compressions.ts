import {
  compress,
  prune,
  pruneNeurons,
  quantize,
  saveCompressed,
  type Compression,
} from '../../../../src/compression/index.ts';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { evaluateCompression } from '../../../../src/evaluation/index.ts';
import { loadClassifier } from '../../../../src/models/index.ts';
import type { Classifier } from '../../../../src/models/contract.ts';
import { demand, difference, examine, type Finding } from '../finding.ts';
import type { Subject } from '../subject.ts';

/** Compressions: each is measured; fine steps change little; a smaller network equals the one that keeps its shape. */
export async function checkCompressions(subject: Subject): Promise<Finding[]> {
  const { network, split, labelled } = subject;
  const all: Compression[] = [
    quantize(8),
    quantize(3, { scheme: 'kmeans' }),
    quantize(4, { scheme: 'symmetric', granularity: 'tensor' }),
    quantize.float16(),
    quantize.dynamic(),
    quantize.int8({ calibration: labelled }),
    prune(0.5),
    prune(0.5, { scope: 'global' }),
    prune.structured(0.4),
    pruneNeurons(0.4, labelled),
    compress(prune(0.3), quantize(8)),
  ];
  const findings: Finding[] = [];
  for (const compression of all) findings.push(await examine(compression.name, () => measure(subject, compression)));
  const probabilities = async () => (await network.probabilities(split)).data;
  findings.push(
    await examine('quantize(16) changes little', () =>
      compressedWith(subject, quantize(16), async (copy) =>
        difference((await copy.probabilities(split)).data, await probabilities(), 5e-3),
      ),
    ),
    await demand('a compressed model saved and loaded', async () => {
      const folder = await mkdtemp(join(tmpdir(), 'zoo-'));
      try {
        const compressed = quantize(8).compress(network);
        await saveCompressed(compressed, folder);
        const loaded = await loadClassifier(folder);
        const wrong = difference(
          (await loaded.probabilities(split)).data,
          (await compressed.classifier.probabilities(split)).data,
          0,
        );
        loaded.dispose();
        compressed.classifier.dispose();
        return wrong;
      } finally {
        await rm(folder, { recursive: true });
      }
    }),
    await examine('prune.structured beside keepShape', () => besideKeptShape(subject, prune.structured, 0.4)),
    await examine('pruneNeurons beside keepShape', () =>
      besideKeptShape(subject, (share, options) => pruneNeurons(share, labelled, options), 0.4),
    ),
  );
  return findings;
}

async function measure({ network, split }: Subject, compression: Compression): Promise<string | undefined> {
  const { bytesBefore, bytesAfter, value, agreement } = (await evaluateCompression(network, split, compression, {
    seed: 1,
  })) as unknown as Record<string, number>;
  const numbers = { bytesBefore, bytesAfter, value, agreement };
  const wrong = Object.entries(numbers).find(([, number]) => number !== undefined && !Number.isFinite(number));
  return wrong && `${wrong[0]} is ${wrong[1]}`;
}

async function compressedWith(
  { network }: Subject,
  compression: Compression,
  use: (copy: Classifier) => Promise<string | undefined>,
): Promise<string | undefined> {
  const { classifier } = await compression.compress(network, { seed: 1 });
  try {
    return await use(classifier);
  } finally {
    classifier.dispose();
  }
}

async function besideKeptShape(
  subject: Subject,
  compression: (share: number, options: { keepShape: boolean }) => Compression,
  share: number,
): Promise<string | undefined> {
  return compressedWith(subject, compression(share, { keepShape: false }), (smaller) =>
    compressedWith(subject, compression(share, { keepShape: true }), async (kept) =>
      difference(
        (await smaller.probabilities(subject.split)).data,
        (await kept.probabilities(subject.split)).data,
        1e-5,
      ),
    ),
  );
}
