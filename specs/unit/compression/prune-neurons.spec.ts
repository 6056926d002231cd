import { compress, pruneNeurons, quantize } from '../../../src/compression/index.ts';
import { calibration, compressionLaws } from '../../contract/compression-laws.ts';

// Which units pruneNeurons removes is tested beside prune.structured, in prune.spec.ts.
compressionLaws(
  pruneNeurons(0.25, calibration),
  pruneNeurons(0.5, calibration, { keepShape: true, finetune: { epochs: 1 } }),
  compress(pruneNeurons(0.25, calibration), quantize.int8({ calibration })),
);
