import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';

/** A message of the Chrome DevTools Protocol. */
interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: Record<string, unknown>;
  readonly result?: Record<string, unknown>;
  readonly error?: { readonly message: string };
}

/** @returns the path of an installed Chromium: `CHROMIUM_PATH`, or the first of the usual names; undefined without one */
export function findChromium(): string | undefined {
  const { CHROMIUM_PATH } = process.env;
  if (CHROMIUM_PATH) return existsSync(CHROMIUM_PATH) ? CHROMIUM_PATH : undefined;
  for (const name of ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']) {
    try {
      return execFileSync('which', [name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
    } catch {
      continue;
    }
  }
  return undefined;
}

/** A headless Chromium with one page, driven through pipes. */
export class Browser {
  /** Errors of the console and of scripts. */
  readonly errors: string[] = [];
  /** Addresses that were requested, besides the page itself. */
  readonly requests: string[] = [];
  readonly #process: ChildProcess;
  readonly #profile = mkdtempSync(join(tmpdir(), 'dnn-chromium-'));
  readonly #answers = new Map<
    number,
    { resolve: (result: Record<string, unknown>) => void; reject: (error: Error) => void }
  >();
  #session: string | undefined;
  #loaded: (() => void) | undefined;
  #count = 0;

  constructor(path: string) {
    const options = [
      '--headless=new',
      '--no-sandbox',
      '--disable-gpu',
      '--hide-scrollbars',
      '--no-first-run',
      '--disable-dev-shm-usage',
    ];
    const parameters = [...options, `--user-data-dir=${this.#profile}`, '--remote-debugging-pipe', 'about:blank'];
    this.#process = spawn(path, parameters, { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] });
    let rest = '';
    (this.#process.stdio[4] as Readable).setEncoding('utf8').on('data', (text: string) => {
      const messages = (rest + text).split('\0');
      rest = messages.pop() ?? '';
      for (const message of messages) this.#receive(JSON.parse(message) as Message);
    });
  }

  /** Opens a page, and waits until it is loaded. */
  async open(address: string, { width, height }: { width: number; height: number }): Promise<void> {
    if (!this.#session) {
      const { targetInfos } = await this.send('Target.getTargets');
      const page = (targetInfos as { type: string; targetId: string }[]).find(({ type }) => type === 'page');
      const { sessionId } = await this.send('Target.attachToTarget', { targetId: page?.targetId, flatten: true });
      this.#session = sessionId as string;
      for (const domain of ['Page', 'Runtime', 'Log', 'Network']) await this.send(`${domain}.enable`);
    }
    await this.send('Emulation.setDeviceMetricsOverride', { width, height, deviceScaleFactor: 1, mobile: width < 600 });
    const loaded = new Promise<void>((resolve) => (this.#loaded = resolve));
    await this.send('Page.navigate', { url: address });
    await loaded;
  }

  /** @returns the value of an expression, computed in the page */
  async evaluate<T>(expression: string): Promise<T> {
    const { result, exceptionDetails } = await this.send('Runtime.evaluate', {
      expression,
      awaitPromise: true,
      returnByValue: true,
    });
    if (exceptionDetails) throw new Error(JSON.stringify(exceptionDetails));
    return (result as { value: T }).value;
  }

  /** Sends a command of the protocol. */
  send(method: string, params: Record<string, unknown> = {}): Promise<Record<string, unknown>> {
    const id = ++this.#count;
    const text = JSON.stringify({ id, method, params, ...(this.#session && { sessionId: this.#session }) });
    (this.#process.stdio[3] as Writable).write(`${text}\0`);
    return new Promise((resolve, reject) => this.#answers.set(id, { resolve, reject }));
  }

  /** Ends the browser, and then removes its profile. */
  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.#process.once('exit', resolve));
    this.#session = undefined;
    void this.send('Browser.close').catch(() => undefined);
    await closed;
    rmSync(this.#profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  }

  #receive({ id, method, params = {}, result = {}, error }: Message): void {
    if (id !== undefined) {
      const answer = this.#answers.get(id);
      this.#answers.delete(id);
      if (error) answer?.reject(new Error(error.message));
      else answer?.resolve(result);
    }
    if (method === 'Page.loadEventFired') this.#loaded?.();
    if (method === 'Runtime.exceptionThrown') this.errors.push(JSON.stringify(params));
    if (method === 'Runtime.consoleAPICalled' && params.type === 'error') this.errors.push(JSON.stringify(params));
    if (method === 'Log.entryAdded' && (params.entry as { level: string }).level === 'error')
      this.errors.push(JSON.stringify(params));
    if (method === 'Network.requestWillBeSent') {
      const { request, type } = params as { request: { url: string }; type: string };
      if (type !== 'Document' && !request.url.startsWith('data:')) this.requests.push(request.url);
    }
  }
}
