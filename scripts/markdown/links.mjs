/** Links of Markdown files, and whether they lead anywhere. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join, posix } from 'node:path';

/**
 * What is wrong with the links of Markdown files: a sentence for each that leads to no file, to no heading, out of the folder
 * or to a repository of this package, of which no address is known. Other addresses on the web are not looked up.
 *
 * @param root - the folder that the files lie in, and that no link may leave
 * @param files - paths of the Markdown files, from the root
 * @param packageName - of the package that the links must not seek on the web
 */
export function deadLinks(root, files, packageName) {
  return files.flatMap((file) =>
    linksOf(readFileSync(join(root, file), 'utf8')).flatMap(({ target, line }) => {
      const problem = problemOf(root, file, target, packageName);
      return problem === undefined ? [] : [`${file}:${line}: ${target} ${problem}`];
    }),
  );
}

function problemOf(root, file, target, packageName) {
  if (/^(mailto|data):/.test(target)) return undefined;
  if (/^[a-z][a-z+.-]*:|^\/\//i.test(target)) {
    return isRepository(target, packageName) ? 'names a repository of this package.' : undefined;
  }
  const [path, anchor] = decodeURI(target).split('#');
  const aim = path === '' ? file : posix.normalize(posix.join(posix.dirname(file), path)).replace(/\/$/, '');
  if (path.startsWith('/') || aim === '..' || aim.startsWith('../')) return 'leads out of the folder that is checked.';
  if (!existsSync(join(root, aim))) return 'leads to no file.';
  if (!anchor) return undefined;
  if (statSync(join(root, aim)).isDirectory() || !aim.endsWith('.md'))
    return 'names a heading of what is no Markdown file.';
  return anchorsOf(readFileSync(join(root, aim), 'utf8')).has(anchor) ? undefined : `leads to no heading of ${aim}.`;
}

function isRepository(address, packageName) {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  const hosts = /(^|\.)(github|gitlab|bitbucket|codeberg|sr\.ht|githubusercontent)\b/;
  return url !== undefined && hosts.test(url.hostname) && url.pathname.split('/').includes(packageName);
}

/** Targets of links and images, with their lines; what stands in code is none. */
export function linksOf(text) {
  const inline =
    /!?\[(?:[^\][]|\[[^\]]*\])*\]\(\s*(?:<([^>\n]*)>|([^\s()]*(?:\([^\s()]*\)[^\s()]*)*))(?:\s+["'(][^)]*)?\)/g;
  const reference = /^ {0,3}\[[^\]^\n][^\]\n]*\]:\s*<?(\S+?)>?(?=\s|$)/gm;
  const html = /<(?:a|img)\b[^>]*?\b(?:href|src)\s*=\s*["']([^"']*)["']/g;
  const plain = withoutCode(text);
  return [inline, reference, html]
    .flatMap((form) => [...plain.matchAll(form)])
    .map(({ 0: { length }, 1: first, 2: second, index }) => ({
      target: first ?? second,
      line: plain.slice(0, index + length).split('\n').length,
    }))
    .sort((a, b) => a.line - b.line);
}

/** Anchors that the headings of a document have on GitHub and npm, and those that it names itself. */
export function anchorsOf(text) {
  const anchors = new Set();
  const lines = withoutFences(text);
  lines.forEach((line, index) => {
    const heading = /^ {0,3}#{1,6}\s+(.*?)\s*#*$/.exec(line)?.[1];
    const underlined =
      /^ {0,3}(=+|-+)\s*$/.test(lines[index + 1] ?? '') && /^\S/.test(line) && !/^[#>|-]/.test(line) ? line : undefined;
    const title = heading ?? underlined;
    if (title !== undefined) {
      const slug = slugOf(title);
      let anchor = slug;
      for (let number = 1; anchors.has(anchor); number++) anchor = `${slug}-${number}`;
      anchors.add(anchor);
    }
    for (const [, name] of line.matchAll(/<\w+\b[^>]*?\b(?:id|name)\s*=\s*["']([^"']+)["']/g)) anchors.add(name);
  });
  return anchors;
}

function slugOf(title) {
  return title
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/<[^>]*>/g, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}\p{Pc}\- ]/gu, '')
    .replaceAll(' ', '-');
}

/** The lines of a document, empty where they are fenced code. */
function withoutFences(text) {
  let fence;
  return text.split('\n').map((line) => {
    const [, mark] = /^ *(?:> ?)*(?:[-*+] +|\d+[.)] +)*(`{3,}|~{3,})/.exec(line) ?? [];
    if (fence === undefined && mark === undefined) return line;
    if (fence === undefined) fence = mark;
    else if (mark !== undefined && mark[0] === fence[0] && mark.length >= fence.length && /^\s*[`~]+\s*$/.test(line))
      fence = undefined;
    return '';
  });
}

/** The document with blanks for its code; lines stay where they are. */
function withoutCode(text) {
  const span = /(?<!`)(`+)(?!`)(?:(?!\n\s*\n)[^])*?(?<!`)\1(?!`)/g;
  return withoutFences(text)
    .join('\n')
    .replace(span, (code) => code.replace(/[^\n]/g, ' '));
}
