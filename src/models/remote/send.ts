import { setTimeout as wait } from 'node:timers/promises';
import { cutMiddle, plainLine } from '../../plain-text.ts';
import type { Headers } from './contract.ts';
import { Failed } from './failures.ts';
import type { Redact } from './secrets.ts';

/** How requests are sent. */
export interface Connection {
  /** Headers of a request. */
  readonly headers: () => Promise<Headers>;
  /** Milliseconds per request. */
  readonly timeout: number;
  readonly retries: number;
  readonly redact: Redact;
}

/** Longest reply in bytes. */
const longestReply = 64 * 2 ** 20;
/** Milliseconds between the first two tries; the time doubles with each. */
const firstPause = 200;
const longestPause = 10_000;
const longestRequestedPause = 60_000;

/** The states of a reply that another try may change. */
const passing = new Set([429, 502, 503, 504]);

/**
 * Sends a request, and repeats it with growing pauses while there is no reply, or one that another try may change.
 *
 * @param body - undefined for a request without one
 * @param signal - ends the request and all pauses
 * @returns the reply as JSON
 * @throws Failed if there is no usable reply; the message says how often it was tried
 */
export async function send(
  url: URL,
  body: string | undefined,
  connection: Connection,
  signal: AbortSignal,
): Promise<unknown> {
  for (let tries = 1; ; tries++) {
    try {
      return await once(url, body, connection, signal);
    } catch (error) {
      if (!(error instanceof Failed) || signal.aborted) throw error;
      const mayPass = error.status === undefined || passing.has(error.status);
      if (!mayPass || tries > connection.retries) throw after(tries, error);
      await wait(error.pause ?? Math.min(longestPause, firstPause * 2 ** (tries - 1)), undefined, { signal });
    }
  }
}

const after = (tries: number, { message, status }: Failed): Failed =>
  new Failed(tries === 1 ? message : `${message} (${tries} tries)`, { status });

async function once(
  url: URL,
  body: string | undefined,
  { headers, timeout, redact }: Connection,
  signal: AbortSignal,
): Promise<unknown> {
  const limit = AbortSignal.timeout(timeout);
  const given = await headers();
  let response: Response;
  let text: string;
  try {
    response = await fetch(url, {
      method: body === undefined ? 'GET' : 'POST',
      headers: {
        accept: 'application/json',
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...given,
      },
      body,
      redirect: 'manual', // another host would receive the headers
      signal: AbortSignal.any([limit, signal]),
    });
    text = redactReply(await textOf(response), response.ok, redact);
  } catch (error) {
    if (error instanceof Failed) throw error;
    throw new Failed(limit.aborted ? `no reply within ${timeout} ms` : redact(reasonOf(error)));
  }
  const { status, statusText } = response;
  if (status >= 300 && status < 400) {
    throw new Failed(
      `it answered ${status} and redirects to ${redact(targetOf(response, url))}; requests do not follow`,
      {
        status,
      },
    );
  }
  if (!response.ok) {
    const details = plainLine(cutMiddle(detailsIn(text), 400));
    throw new Failed(`it answered ${status} ${redact(statusText)}`.trim() + (details ? `: ${details}` : ''), {
      status,
      pause: pauseOf(response.headers.get('retry-after')),
    });
  }
  try {
    return JSON.parse(text);
  } catch {
    throw new Failed(`its reply is no JSON: ${plainLine(redact(cutMiddle(text.trim(), 200)))}`, { status });
  }
}

/** The text of a refusal; of a stack trace of Python, its last line, which holds the message. */
function detailsIn(text: string): string {
  const lines = text.trim().split('\n');
  return lines[0].startsWith('Traceback') ? lines[lines.length - 1] : text.trim();
}

/** Only what may reach a message is redacted; the numbers of an answer stay. */
const redactReply = (text: string, isAnswer: boolean, redact: Redact): string => (isAnswer ? text : redact(text));

async function textOf(response: Response): Promise<string> {
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  for await (const piece of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    bytes += piece.length;
    if (bytes > longestReply)
      throw new Failed(`its reply is longer than ${longestReply} bytes`, { status: response.status });
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString('utf8');
}

function targetOf(response: Response, url: URL): string {
  const location = response.headers.get('location') ?? '';
  if (!URL.canParse(location, url.href)) return 'nowhere';
  const { origin, pathname } = new URL(location, url.href);
  return `${origin}${pathname}`;
}

/** The header Retry-After: seconds, or a date. */
function pauseOf(header: string | null): number | undefined {
  if (header === null) return undefined;
  const seconds = Number(header);
  const milliseconds = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(header) - Date.now();
  return Number.isFinite(milliseconds) ? Math.min(longestRequestedPause, Math.max(0, milliseconds)) : undefined;
}

/** The message of an error with those of its causes; `fetch` itself only reports that it failed. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const inner = error instanceof AggregateError ? error.errors.map(reasonOf) : [];
  if (error.cause !== undefined) inner.push(reasonOf(error.cause));
  return cutMiddle(plainLine([error.message, ...inner].filter((reason) => reason !== '').join(': ')), 400);
}
