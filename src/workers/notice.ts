const said = new Set<string>();

/** Writes a line to stderr, which Vitest forwards, once per process. */
export function notice(text: string): void {
  if (said.has(text)) return;
  said.add(text);
  process.stderr.write(`vitest-dnn: ${text}\n`);
}
