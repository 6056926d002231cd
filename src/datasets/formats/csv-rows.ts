import { InvalidDataError } from '../../errors.ts';
import { readBytes } from './read-file.ts';

/** Bytes that are decoded at once: a long file fits no single string. */
const pieceBytes = 2 ** 20;
/** Longest file, packed or not. */
const mostBytes = 2 ** 31 - 1;

/** Yields the text of a UTF-8 file in pieces, gzipped or not. @throws InvalidDataError if it cannot be read, or is not UTF-8 */
function* piecesOf(path: string): Generator<string> {
  const bytes = readBytes(path, {
    most: (_, size) => Math.min(mostBytes, Math.max(2 ** 24, 100 * size)),
    tooLong: (length) =>
      new InvalidDataError(`${path} has ${length} bytes (unpacked).\nExpected at most ${mostBytes}. Divide the file.`),
  });
  const decoder = new TextDecoder('utf-8', { fatal: true });
  try {
    for (let start = 0; start < bytes.length; start += pieceBytes)
      yield decoder.decode(bytes.subarray(start, start + pieceBytes), { stream: start + pieceBytes < bytes.length });
  } catch (cause) {
    throw new InvalidDataError(`${path} is not UTF-8 text.\nExpected UTF-8. Convert the file.`, { cause });
  }
}

/** Where the parser is in a field. */
type State = 'start' | 'plain' | 'quoted' | 'closed';

/**
 * Yields the rows of a CSV file. A field may stand in quotation marks; it then may contain the delimiter, line breaks and doubled
 * quotation marks. A quotation mark inside of an unquoted field is a character. Empty lines are skipped.
 *
 * @throws InvalidDataError if the file ends inside quotation marks, or a character follows a closing one
 * @see RFC 4180
 */
export function* csvRows(path: string, delimiter: string): Generator<string[]> {
  let row: string[] = [];
  let field = '';
  let state = 'start' as State;
  let count = 1;
  for (const piece of piecesOf(path)) {
    let from = 0;
    for (let at = 0; at < piece.length; at++) {
      const character = piece[at];
      if (state === 'quoted') {
        if (character !== '"') continue;
        field += piece.slice(from, at);
        state = 'closed';
      } else if (state === 'closed' && character === '"') {
        field += '"';
        from = at + 1;
        state = 'quoted';
      } else if (character === delimiter || character === '\n') {
        if (state === 'plain') field += piece.slice(from, at);
        row.push(state === 'plain' && character === '\n' && field.endsWith('\r') ? field.slice(0, -1) : field);
        field = '';
        state = 'start';
        if (character === delimiter) continue;
        if (row.length > 1 || row[0] !== '') yield row;
        row = [];
        count++;
      } else if (state === 'start') {
        state = character === '"' ? 'quoted' : 'plain';
        from = state === 'quoted' ? at + 1 : at;
      } else if (state === 'closed' && character !== '\r') {
        throw misquoted(path, count, `the character ${JSON.stringify(character)} follows a closing quotation mark`);
      }
    }
    if (state === 'plain' || state === 'quoted') field += piece.slice(from);
  }
  if (state === 'quoted') throw misquoted(path, count, 'the file ends inside quotation marks');
  if (state === 'plain' && field.endsWith('\r')) field = field.slice(0, -1);
  if (row.length > 0 || field !== '') yield [...row, field];
}

const misquoted = (path: string, row: number, what: string): InvalidDataError =>
  new InvalidDataError(
    `${path}, row ${row}: ${what}.\nExpected fields as in RFC 4180: "a ""quoted"" field", plain. Correct the row, or get the file again.`,
  );
