/** Source maps, and whether a debugger finds the sources that they speak of. */
import { readFileSync } from 'node:fs';
import { join, posix } from 'node:path';

/**
 * What is wrong with the source maps among some files: a sentence for each source that is neither in its map nor beside it,
 * and for each file that refers to a map that is not there.
 */
export function brokenSourceMaps(root, files) {
  const shipped = new Set(files);
  return files.flatMap((file) => {
    if (file.endsWith('.map')) return missingSources(root, file, shipped);
    return /\.(?:[cm]?[jt]s|css)$/.test(file) ? missingMap(root, file, shipped) : [];
  });
}

function missingSources(root, file, shipped) {
  const { sources = [], sourcesContent = [], sourceRoot = '' } = JSON.parse(readFileSync(join(root, file), 'utf8'));
  return sources.flatMap((source, i) => {
    if (typeof sourcesContent[i] === 'string') return [];
    const path = posix.normalize(posix.join(posix.dirname(file), sourceRoot, source));
    return shipped.has(path) ? [] : [`${file}: its source ${source} is neither in it nor in the package.`];
  });
}

function missingMap(root, file, shipped) {
  const comments = readFileSync(join(root, file), 'utf8').matchAll(/^\s*\/[/*][#@] sourceMappingURL=(\S+)/gm);
  return [...comments].flatMap(([, url]) => {
    if (url.startsWith('data:')) return [];
    const path = posix.normalize(posix.join(posix.dirname(file), decodeURI(url)));
    return shipped.has(path) ? [] : [`${file}: its source map ${url} is not in the package.`];
  });
}
