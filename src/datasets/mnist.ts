import type { Dataset } from './contract.ts';
import { idxSet } from './named/idx-set.ts';
import { openNamedSet, type NamedSetOptions } from './named/named-set.ts';

export const mnistSet = idxSet({
  name: 'mnist',
  reader: 'mnist',
  address: 'https://ossci-datasets.s3.amazonaws.com/mnist/',
  classNames: Array.from({ length: 10 }, (_, digit) => String(digit)),
  files: [
    { bytes: 9_912_422, sha256: '440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609' },
    { bytes: 28_881, sha256: '3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c' },
    { bytes: 1_648_877, sha256: '8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6' },
    { bytes: 4542, sha256: 'f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6' },
  ],
});

/**
 * MNIST: 60,000 + 10,000 handwritten digits, 28×28 grey, 10 classes. Read from `DNN_DATA_DIR/mnist` or the cache, otherwise
 * downloaded (12 MB).
 *
 * @throws DownloadError if the download fails; InvalidDataError on damaged files
 * @see LeCun et al. 1998, Gradient-based learning applied to document recognition
 */
export function mnist(options?: NamedSetOptions): Promise<Dataset> {
  return openNamedSet(mnistSet, options);
}
