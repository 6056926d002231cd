/** Removes secrets from texts. */
export type Redact = (text: string) => string;

/** An address without its secrets, and the secrets. */
export interface Address {
  /** What requests use; without user and password, which `fetch` refuses. */
  readonly url: URL;
  /** The same without its query, for messages. */
  readonly shown: string;
  /** The header that holds user and password; undefined if the address has none. */
  readonly authorization?: string;
  /** Texts that may not appear anywhere: user, password, and the values of the query. */
  readonly secrets: readonly string[];
}

/**
 * Takes the secrets out of an address.
 *
 * @returns undefined if the text is no address of HTTP
 */
export function addressOf(text: string): Address | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:') return undefined;
  const [user, password] = [decoded(url.username), decoded(url.password)];
  const given = url.username !== '' || url.password !== '';
  const authorization = given ? `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}` : undefined;
  const query = Array.from(url.searchParams).flatMap(([name, value]) => (value === '' ? [name] : [value]));
  const secrets = [user, password, url.username, url.password, ...query, url.search.slice(1), url.hash.slice(1)];
  url.username = '';
  url.password = '';
  url.hash = '';
  return { url, shown: `${url.origin}${url.pathname}`, authorization, secrets };
}

/** @returns a text that should have been an address, without what may be secret in it */
export const shownAddress = (text: string): string =>
  text
    .replace(/^[^/]*\/\/[^/]*@/, '…@')
    .replace(/[?#].*$/s, '?…')
    .slice(0, 100);

/** @returns a function that replaces the secrets, and their words, by `…` */
export function redactor(secrets: readonly string[]): Redact {
  const words = secrets.flatMap((secret) => [secret, ...secret.split(/[\s=,;:]+/).filter(({ length }) => length > 3)]);
  const forms = words.flatMap((word) => [word, encodeURIComponent(word), JSON.stringify(word).slice(1, -1)]);
  const longestFirst = [...new Set(forms)].filter((form) => form !== '').toSorted((a, b) => b.length - a.length);
  return (text) => longestFirst.reduce((left, secret) => left.replaceAll(secret, '…'), text);
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
