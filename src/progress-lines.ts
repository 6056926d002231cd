import { plainLine } from './plain-text.ts';
import type { Progress, ProgressEvent } from './progress.ts';

export interface ProgressLinesOptions {
  /** Start of every line. */
  readonly title: string;
  /** Least time between two lines. @defaultValue 10 in CI, else 5 */
  readonly secondsBetween?: number;
  /** Time without a line after which the last one is repeated, to show that the work is not stuck. @defaultValue 30 */
  readonly secondsOfSilence?: number;
  /** Writes a line. @defaultValue to stderr, which Vitest forwards unchanged from its workers */
  readonly write?: (text: string) => void;
}

export interface ProgressLines {
  /** Receives the progress. */
  readonly progress: Progress;
  /** Stops the lines. If any was written, a last one states how long the work took. */
  readonly end: () => void;
}

/**
 * Turns frequent progress events into occasional lines: the task, how much is done, the accuracy and the remaining time.
 *
 * @returns the receiver of the events, and a function that ends the lines
 */
export function progressLines(options: ProgressLinesOptions): ProgressLines {
  const {
    title,
    secondsBetween = process.env.CI ? 10 : 5,
    secondsOfSilence = 30,
    write = (text) => void process.stderr.write(text),
  } = options;
  const start = performance.now();
  let lastLine = start;
  let said = false;
  let news = 'working';

  const line = (text: string): void => {
    lastLine = performance.now();
    said = true;
    write(`dnn  ${plainLine(`${title}: ${text}`)}\n`);
  };
  const isDue = (seconds: number): boolean => performance.now() - lastLine >= seconds * 1000;
  const breakSilence = (): void => {
    if (isDue(secondsOfSilence)) line(`${news} (${elapsed(start)} so far)`);
  };
  const watch = setInterval(breakSilence, secondsOfSilence * 500);
  watch.unref();

  return {
    progress: (event) => {
      news = describeProgress(event);
      if (isDue(secondsBetween)) line(news);
    },
    end: () => {
      clearInterval(watch);
      if (said) line(`done in ${elapsed(start)}`);
    },
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
