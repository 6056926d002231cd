import { idx } from '../formats/idx.ts';
import type { RemoteFile } from './download.ts';
import type { NamedSet } from './named-set.ts';

/** Properties that differ between named sets with the four files and the sizes of MNIST. */
interface IdxSet extends Pick<NamedSet, 'name' | 'reader'> {
  /** URL of the files, with a slash at the end. */
  readonly address: string;
  readonly classNames: readonly string[];
  /** Training images and labels, then test images and labels. */
  readonly files: readonly [Checksum, Checksum, Checksum, Checksum];
}

/** Length of a file on its host, and its SHA-256 in hex. */
type Checksum = Pick<RemoteFile, 'bytes' | 'sha256'>;

const fileNames = [
  'train-images-idx3-ubyte.gz',
  'train-labels-idx1-ubyte.gz',
  't10k-images-idx3-ubyte.gz',
  't10k-labels-idx1-ubyte.gz',
];

/** Returns a named set of grey images in four gzipped IDX files. */
export function idxSet({ name, reader, address, classNames, files }: IdxSet): NamedSet {
  return {
    name,
    reader,
    files: `${fileNames.slice(0, -1).join(', ')} and ${fileNames[fileNames.length - 1]}`,
    read: (folder) => idx({ folder, classNames }),
    whole: { train: 60_000, test: 10_000 },
    remote: files.map((checksum, i) => ({ url: address + fileNames[i], ...checksum })),
  };
}
