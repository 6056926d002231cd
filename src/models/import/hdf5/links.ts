import { nowhere, type Bytes } from './bytes.ts';
import { at, messageTypes, type Source } from './messages.ts';
import type { InvalidModelError } from '../../../errors.ts';

/** More members than any group of a model has. */
const mostLinks = 100_000;

type Links = Map<string, number>;

/** Reads a link message into the links of its group. @throws InvalidModelError if it leads out of the file */
export function readLink(source: Source, bytes: Bytes, links: Links): void {
  bytes.skip(1);
  const flags = bytes.unsigned(1);
  const type = flags & 8 ? bytes.unsigned(1) : 0;
  if (flags & 4) bytes.skip(8);
  if (flags & 16) bytes.skip(1);
  const name = bytes.take(bytes.unsigned(1 << (flags & 3))).toString('utf8');
  if (type !== 0) throw linkOut(source, name);
  add(source, links, name, bytes.address());
}

/** Reads the members of a group that lists them in a tree. */
export function readSymbolTable(source: Source, message: Bytes, links: Links): void {
  const [tree, heapAddress] = [message.address(), message.address()];
  const heap = at(source, heapAddress);
  heap.expects('HEAP');
  heap.skip(4);
  const size = heap.length();
  heap.length();
  const names = source.file.slice(source.base + heap.address(), size);
  const seen = new Set<number>();
  const visit = (address: number): void => {
    if (seen.has(address) || seen.size > mostLinks) throw source.file.damaged('a list of HDF5 has no end');
    seen.add(address);
    const node = at(source, address);
    node.expects('TREE');
    const [type, level, count] = [node.unsigned(1), node.unsigned(1), node.unsigned(2)];
    if (type !== 0) throw source.file.damaged('a group of HDF5 lists no members');
    node.address();
    node.address();
    for (let i = 0; i < count; i++) {
      node.length();
      const child = node.address();
      if (level > 0) visit(child);
      else readLeaf(source, child, names, links);
    }
  };
  visit(tree);
}

function readLeaf(source: Source, address: number, names: Buffer, links: Links): void {
  const node = at(source, address);
  node.expects('SNOD');
  node.skip(2);
  const count = node.unsigned(2);
  for (let i = 0; i < count; i++) {
    const start = node.address();
    const header = node.address();
    const kind = node.unsigned(4);
    node.skip(20);
    const end = names.indexOf(0, start);
    const name = end < 0 ? '' : names.toString('utf8', start, end);
    if (kind === 2) throw linkOut(source, name);
    add(source, links, name, header);
  }
}

function add(source: Source, links: Links, name: string, address: number): void {
  if (name.length === 0 || address === nowhere || links.has(name) || links.size >= mostLinks)
    throw source.file.damaged('a group of HDF5 has a member without a name or an address, or twice the same');
  links.set(name, address);
}

/** Refuses members or attributes that lie in a heap, as the newest form of HDF5 stores many of them. */
export function refuseDense(source: Source, type: number, bytes: Bytes): void {
  bytes.skip(1);
  const flags = bytes.unsigned(1);
  if (flags & 1) bytes.skip(type === messageTypes.linkInfo ? 8 : 2);
  if (bytes.address() !== nowhere)
    throw source.file.damaged(
      'it was written with libver="latest", which Keras does not use; save the model from Keras',
    );
}

const linkOut = ({ file }: Source, name: string): InvalidModelError =>
  file.damaged(`${JSON.stringify(name)} in it is a link to another place or another file, which is never followed`);
