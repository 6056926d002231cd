import { idx } from '../formats/idx.ts';
import type { RemoteFile } from './download.ts';
import type { NamedSet } from './named-set.ts';

/** What differs between the named sets that come as the four files of MNIST. */
interface IdxSet extends Pick<NamedSet, 'name' | 'reader'> {
  /** Where the files are offered, with a slash at the end. */
  readonly address: string;
  readonly classNames: readonly string[];
  /** Training images and labels, then test images and labels. */
  readonly files: readonly [Checksum, Checksum, Checksum, Checksum];
}

/** Length of a file as it is offered, and its SHA-256 in hex. */
type Checksum = Pick<RemoteFile, 'bytes' | 'sha256'>;

const fileNames = [
  'train-images-idx3-ubyte.gz',
  'train-labels-idx1-ubyte.gz',
  't10k-images-idx3-ubyte.gz',
  't10k-labels-idx1-ubyte.gz',
];

/** A named set of grey images in four IDX files, packed by gzip. */
export function idxSet({ name, reader, address, classNames, files }: IdxSet): NamedSet {
  return {
    name,
    reader,
    files: `${fileNames.slice(0, -1).join(', ')} and ${fileNames[fileNames.length - 1]}`,
    read: (folder) => idx({ folder, classNames }),
    remote: files.map((checksum, i) => ({ url: address + fileNames[i], ...checksum })),
  };
}
