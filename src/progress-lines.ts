import { plainLine } from './plain-text.ts';
import type { Progress, ProgressEvent } from './progress.ts';

export interface ProgressLinesOptions {
  /** Start of every line. */
  readonly title: string;
  /** Least time between two lines. @defaultValue 60 in CI, else 5 */
  readonly secondsBetween?: number;
  /** Time without a line after which the last one is repeated, to show that the work is not stuck. @defaultValue 60 in CI, else 30 */
  readonly secondsOfSilence?: number;
  /** Writes a line. @defaultValue to stderr, which Vitest forwards unchanged from its workers */
  readonly write?: (text: string) => void;
}

export interface ProgressLines {
  /** Receives the progress. */
  readonly progress: Progress;
  /** Stops the lines. If any was written, a last one states how long the work took, unless it is too soon for one in CI. */
  readonly end: () => void;
}

const toStderr = (text: string): void => void process.stderr.write(text);

/** Works that follow each other within this time count as one when silence is measured. */
const millisecondsBetweenWorks = 5000;

/** Per output, when its silence began, and when a work last used it. In CI, many short works in a row are not silent either. */
const outputs = new WeakMap<(text: string) => void, { silentSince: number; lastUse: number }>();

function outputOf(write: (text: string) => void): { silentSince: number; lastUse: number } {
  const now = performance.now();
  const output = outputs.get(write) ?? { silentSince: now, lastUse: now };
  if (now - output.lastUse > millisecondsBetweenWorks) output.silentSince = now;
  output.lastUse = now;
  outputs.set(write, output);
  return output;
}

/**
 * Turns frequent progress events into occasional lines: the task, how much is done, the accuracy and the remaining time.
 *
 * @returns the receiver of the events, and a function that ends the lines
 */
export function progressLines(options: ProgressLinesOptions): ProgressLines {
  const inLog = Boolean(process.env.CI);
  const { title, secondsBetween = inLog ? 60 : 5, secondsOfSilence = inLog ? 60 : 30, write = toStderr } = options;
  const output = outputOf(write);
  const timeLeft = estimator();
  const start = performance.now();
  let lastLine = start;
  let said = false;
  let news = 'working';

  const line = (text: string): void => {
    lastLine = performance.now();
    output.silentSince = lastLine;
    said = true;
    write(`dnn  ${plainLine(`${title}: ${text}`)}\n`);
  };
  const isOver = (since: number, seconds: number): boolean => performance.now() - since >= seconds * 1000;
  const isSilent = (): boolean => inLog && isOver(output.silentSince, secondsOfSilence);
  const breakSilence = (): void => {
    if (isSilent() || isOver(lastLine, secondsOfSilence)) line(`${news} (${elapsed(start)} so far)`);
  };
  const watch = setInterval(breakSilence, Math.min(1, secondsOfSilence / 2) * 1000);
  watch.unref();

  return {
    progress: (event) => {
      news = describeProgress(timeLeft(event));
      if (isOver(lastLine, secondsBetween) || isSilent()) line(news);
    },
    end: () => {
      clearInterval(watch);
      output.lastUse = performance.now();
      if (said && (!inLog || isOver(lastLine, secondsBetween))) line(`done in ${elapsed(start)}`);
    },
  };
}

/** Adds the time left to events that only say how much is done, from the speed since the first event of the task. */
function estimator(): (event: ProgressEvent) => ProgressEvent {
  let first: ProgressEvent | undefined;
  let since = 0;
  return (event) => {
    const { done, total, secondsLeft } = event;
    if (done === undefined || !total || secondsLeft !== undefined || event.task === 'wait') return event;
    const isNew = first === undefined || first.task !== event.task || first.stage !== event.stage;
    if (isNew || done < (first?.done ?? 0)) {
      first = event;
      since = performance.now();
      return event;
    }
    const advance = done - (first?.done ?? 0);
    if (advance <= 0) return event;
    return { ...event, secondsLeft: (((performance.now() - since) / 1000) * (total - done)) / advance };
  };
}
/** @returns an event in words, e.g. `train, stage 2 of 5, epoch 3 of 10, accuracy 81.2 %, about 40 s left` */
export function describeProgress({
  task,
  stage,
  stages,
  epoch,
  epochs,
  done,
  total,
  accuracy,
  loss,
  secondsLeft,
  holder,
}: ProgressEvent): string {
  if (task === 'wait') {
    const who = holder === undefined ? '' : `: ${holder}`;
    return `waiting for another worker that trains the same model (${duration(done ?? 0)} so far)${who}`;
  }
  const of = (name: string, value?: number, all?: number): string[] =>
    value === undefined ? [] : [all === undefined ? `${name} ${value}` : `${name} ${value} of ${all}`];
  return [
    task,
    ...of('stage', stage, stages),
    ...of('epoch', epoch, epochs),
    ...(done !== undefined && total ? [`${Math.round((done / total) * 100)} %`] : []),
    ...(accuracy === undefined ? [] : [`accuracy ${(accuracy * 100).toFixed(1)} %`]),
    ...(accuracy === undefined && loss !== undefined ? [`loss ${loss.toFixed(3)}`] : []),
    ...(secondsLeft === undefined ? [] : [`about ${duration(secondsLeft)} left`]),
  ].join(', ');
}

const elapsed = (start: number): string => duration((performance.now() - start) / 1000);

function duration(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}
