import type { BoundedFile } from '../bounded-file.ts';
import { Bytes, nowhere } from './bytes.ts';
import { decodeNumbers, readDatatype, type Datatype } from './datatype.ts';
import { readLink, readSymbolTable, refuseDense } from './links.ts';
import { messageTypes, readMessages, type Source } from './messages.ts';
import { readFilters, readStorage } from './storage.ts';
import { countOf, readAttribute, readShape } from './values.ts';

/** A group or a data set of an HDF5 file. */
export interface Hdf5Object {
  /** Texts that describe it, by name; numbers are left out. */
  readonly attributes: ReadonlyMap<string, readonly string[]>;
  /** The names of its members, if it is a group, in the order of the file. */
  readonly members: readonly string[];
  /** Its shape, if it is a data set. */
  readonly shape: readonly number[] | undefined;
  /** @returns the member with a name, or at a path with slashes; undefined if there is none */
  at(path: string): Hdf5Object | undefined;
  /** @returns the values of a data set */
  numbers(): Float32Array;
}

/** More objects than any model has. */
const mostObjects = 200_000;

/**
 * Opens an HDF5 file as h5py writes it: groups, attributes of text, and data sets of numbers, contiguous or in parts packed by gzip.
 * Links are not followed, so nothing outside the file is read.
 *
 * @throws InvalidModelError if it is damaged, or uses a part of the format that h5py does not use for Keras
 * @see https://support.hdfgroup.org/documentation/hdf5/latest/_f_m_t3.html
 */
export function openHdf5(file: BoundedFile): Hdf5Object {
  const head = new Bytes(file, file.bytes, { address: 8, length: 8 });
  head.expects('\x89HDF\r\n\x1a\n');
  const version = head.unsigned(1);
  if (version > 3) throw file.damaged(`its version of HDF5, ${version}, is unknown`);
  if (version < 2) head.skip(4);
  const widths = { address: head.unsigned(1), length: head.unsigned(1) };
  if (![4, 8].includes(widths.address) || ![4, 8].includes(widths.length))
    throw file.damaged('its addresses have an unknown width');
  head.skip(version < 2 ? 9 : 1); // with the sizes of tree nodes
  if (version === 1) head.skip(4);
  const rest = new Bytes(file, file.slice(head.at, Math.max(0, file.bytes.length - head.at)), widths);
  const base = rest.address();
  if (base !== 0) throw file.damaged('it does not begin at its first byte');
  rest.address();
  rest.address();
  if (version < 2) {
    rest.address();
    rest.address();
  }
  const source: Source & { objects: number } = { file, widths, base, objects: 0 };
  return open(source, rest.address());
}

function open(source: Source & { objects: number }, address: number): Hdf5Object {
  const { file } = source;
  if (source.objects++ > mostObjects) throw file.damaged('it has more objects than a model');
  const links = new Map<string, number>();
  const attributes = new Map<string, readonly string[]>();
  let shape: number[] | undefined;
  let datatype: Datatype | undefined;
  let layout: Bytes | undefined;
  let filters: ReturnType<typeof readFilters> = [];
  for (const { type, data } of readMessages(source, address)) {
    if (type === messageTypes.symbolTable) readSymbolTable(source, data, links);
    else if (type === messageTypes.link) readLink(source, data, links);
    else if (type === messageTypes.linkInfo || type === messageTypes.attributeInfo) refuseDense(source, type, data);
    else if (type === messageTypes.dataspace) shape = readShape(source, data);
    else if (type === messageTypes.datatype) datatype = readDatatype(file, data);
    else if (type === messageTypes.layout) layout = data;
    else if (type === messageTypes.filters) filters = readFilters(source, data);
    else if (type === messageTypes.externalFiles)
      throw file.damaged('the values of a weight lie in another file, which is never read');
    else if (type === messageTypes.attribute) {
      const { name, texts } = readAttribute(source, data);
      attributes.set(name, texts);
    }
  }
  const member = (name: string): Hdf5Object | undefined => {
    const found = links.get(name);
    return found === undefined || found === nowhere ? undefined : open(source, found);
  };
  return {
    attributes,
    members: [...links.keys()],
    shape: datatype && layout ? shape : undefined,
    at: (path) =>
      path
        .split('/')
        .filter((name) => name.length > 0)
        .reduce<Hdf5Object | undefined>((object, name, i) => (i === 0 ? member(name) : object?.at(name)), undefined),
    numbers: () => {
      if (!shape || !datatype || !layout) throw file.damaged('a weight has no values');
      const stored = { shape, width: datatype.size, bytes: countOf(source, shape) * datatype.size, filters };
      const bytes = readStorage(source, layout.of(layout.rest()), stored);
      if (bytes.length !== stored.bytes) throw file.damaged('a weight has fewer values than its shape says');
      return decodeNumbers(file, datatype, bytes);
    },
  };
}
