import type { Progress, ProgressEvent } from './progress.ts';

export interface ProgressLinesOptions {
  /** Begins every line. */
  readonly title: string;
  /** @defaultValue 10 seconds in CI, else 5 */
  readonly secondsBetween?: number;
  /** A line after so long without any news, so that nobody takes work for a standstill. @defaultValue 30 */
  readonly secondsOfSilence?: number;
  /** @defaultValue stderr, which Vitest passes on from its workers as it is */
  readonly write?: (text: string) => void;
}

export interface ProgressLines {
  readonly progress: Progress;
  /** Ends the silence watch, and says how long it took if anything was said before. */
  readonly end: () => void;
}

/** Turns progress, which comes often, into a line now and then: what is done, how far, how well, how long it will take. */
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
    write(`dnn  ${title}: ${text}\n`);
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

/** One event in words, e.g. `train, stage 2 of 5, epoch 3 of 10, accuracy 81.2 %, about 40 s left`. */
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
}: ProgressEvent): string {
  if (task === 'wait') return `another worker trains the same model, waiting (${duration(done ?? 0)} so far)`;
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
