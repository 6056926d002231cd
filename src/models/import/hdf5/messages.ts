import type { BoundedFile } from '../bounded-file.ts';
import { Bytes, type Widths } from './bytes.ts';

/** Types of messages that object headers consist of. */
export const messageTypes = {
  dataspace: 0x01,
  linkInfo: 0x02,
  datatype: 0x03,
  link: 0x06,
  externalFiles: 0x07,
  layout: 0x08,
  filters: 0x0b,
  attribute: 0x0c,
  symbolTable: 0x11,
  attributeInfo: 0x15,
} as const;

const [nothing, continuation] = [0x00, 0x10];

/** A file, and how wide its addresses are. */
export interface Source {
  readonly file: BoundedFile;
  readonly widths: Widths;
  /** Address that others are counted from. */
  readonly base: number;
}

interface Message {
  readonly type: number;
  readonly data: Bytes;
}

/** More messages than the header of any object has, and more blocks that they lie in. */
const [mostMessages, mostBlocks] = [100_000, 10_000];

/** The structure at an address, up to the end of the file or `length` bytes. */
export function at({ file, widths, base }: Source, address: number, length?: number): Bytes {
  const start = base + address;
  return new Bytes(file, file.slice(start, length ?? Math.max(0, file.bytes.length - start)), widths);
}

/**
 * Reads the header of an object.
 *
 * @throws InvalidModelError if it is damaged, or lies in another file
 * @see https://support.hdfgroup.org/documentation/hdf5/latest/_f_m_t3.html#ObjectHeader
 */
export function readMessages(source: Source, address: number): Message[] {
  const { file, widths } = source;
  const start = at(source, address);
  const isNew = start.take(1)[0] === 0x4f; // "OHDR", or the version 1
  const messages: Message[] = [];
  const blocks = [isNew ? newHeader(source, address) : oldHeader(source, address)];
  for (let i = 0; i < blocks.length; i++) {
    const { bytes, head, extra } = blocks[i];
    if (blocks.length > mostBlocks) throw file.damaged('the header of an object has too many blocks');
    while (bytes.left >= head + extra) {
      const type = bytes.unsigned(isNew ? 1 : 2);
      const size = bytes.unsigned(2);
      const flags = bytes.unsigned(1);
      bytes.skip(isNew ? extra : 3);
      const data = new Bytes(file, bytes.take(size), widths);
      if (messages.length >= mostMessages) throw file.damaged('the header of an object has too many messages');
      if (type === continuation) blocks.push({ ...continued(source, data, isNew), head, extra });
      else if (type === nothing) continue;
      else if ((flags & 2) !== 0) throw file.damaged('the header of an object refers to another header');
      else messages.push({ type, data });
    }
  }
  return messages;
}

/** A block of messages; each begins with `head` bytes and then has `extra` more. */
interface Block {
  readonly bytes: Bytes;
  readonly head: number;
  readonly extra: number;
}

function oldHeader(source: Source, address: number): Block {
  const bytes = at(source, address, 16);
  if (bytes.unsigned(1) !== 1) throw source.file.damaged('an object has a header of an unknown version');
  bytes.skip(7);
  const size = bytes.unsigned(4);
  return { bytes: at(source, address + 16, size), head: 8, extra: 0 };
}

function newHeader(source: Source, address: number): Block {
  const bytes = at(source, address);
  bytes.expects('OHDR');
  if (bytes.unsigned(1) !== 2) throw source.file.damaged('an object has a header of an unknown version');
  const flags = bytes.unsigned(1);
  if (flags & 32) bytes.skip(16);
  if (flags & 16) bytes.skip(4);
  const size = bytes.unsigned(1 << (flags & 3));
  return { bytes: at(source, address + bytes.at, size), head: 4, extra: flags & 4 ? 2 : 0 };
}

function continued(source: Source, data: Bytes, isNew: boolean): { readonly bytes: Bytes } {
  const [address, length] = [data.address(), data.length()];
  if (!isNew) return { bytes: at(source, address, length) };
  at(source, address, length).expects('OCHK');
  return { bytes: at(source, address + 4, length - 8) }; // without signature and checksum
}
