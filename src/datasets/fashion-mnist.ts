import type { Dataset } from './contract.ts';
import { idxSet } from './named/idx-set.ts';
import { openNamedSet, type NamedSetOptions } from './named/named-set.ts';

export const fashionMnistSet = idxSet({
  name: 'fashion-mnist',
  reader: 'fashionMnist',
  address: 'http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/',
  classNames: [
    'T-shirt/top',
    'trouser',
    'pullover',
    'dress',
    'coat',
    'sandal',
    'shirt',
    'sneaker',
    'bag',
    'ankle boot',
  ],
  files: [
    { bytes: 26_421_880, sha256: '3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84' },
    { bytes: 29_515, sha256: 'a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845' },
    { bytes: 4_422_102, sha256: '346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073' },
    { bytes: 5148, sha256: '67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5' },
  ],
});

/**
 * Fashion-MNIST: 60,000 + 10,000 garments, 28×28 grey, 10 classes. Read from `DNN_DATA_DIR/fashion-mnist` or the cache,
 * otherwise downloaded (31 MB).
 *
 * @throws DownloadError if the download fails; InvalidDataError on damaged files
 * @see Xiao, Rasul and Vollgraf 2017, arXiv:1708.07747
 */
export function fashionMnist(options?: NamedSetOptions): Promise<Dataset> {
  return openNamedSet(fashionMnistSet, options);
}
