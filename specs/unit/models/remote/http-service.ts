import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** A request that a service received. */
export interface Received {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: unknown;
}

/** A reply: a value that is sent as JSON, or a state with a text. */
type Reply =
  | object
  | { readonly status: number; readonly text?: string; readonly headers?: Readonly<Record<string, string>> };

/** Starts a service on this machine that the running test ends. */
export async function serve(
  answer: (request: Received) => Reply | Promise<Reply> | 'hang up' | 'never',
): Promise<{ url: string; requests: Received[] }> {
  const requests: Received[] = [];
  const server = createServer(async (request, response) => {
    const pieces: Buffer[] = [];
    for await (const piece of request) pieces.push(piece as Buffer);
    const text = Buffer.concat(pieces).toString('utf8');
    const received: Received = {
      method: request.method ?? '',
      path: request.url ?? '',
      headers: request.headers,
      body: text === '' ? undefined : JSON.parse(text),
    };
    requests.push(received);
    const reply = await answer(received);
    if (reply === 'never') return;
    if (reply === 'hang up') {
      request.socket.destroy();
      return;
    }
    const state =
      'status' in reply ? (reply as { status: number; text?: string; headers?: Record<string, string> }) : undefined;
    response.writeHead(state?.status ?? 200, { 'content-type': 'application/json', ...state?.headers });
    response.end(state ? (state.text ?? '') : JSON.stringify(reply));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests };
}
