/** Estimates the remaining time of a run from the stages that it computed; cached stages do not count. */
export interface Clock {
  /** Starts timing a stage. */
  begin(stage: number): void;
  /** Ends the stage. Its duration is the estimate for the stages that follow. */
  end(): void;
  /**
   * Returns the estimated seconds until the last stage is made; undefined if there is no stage to estimate from.
   *
   * @param share - completed share of the current stage, 0 if unknown
   */
  secondsLeft(share: number): number | undefined;
}

/**
 * Returns a clock for a run of `stages` stages after the first model.
 *
 * @param now - returns the time in seconds
 */
export function startClock(stages: number, now = (): number => performance.now() / 1000): Clock {
  let following = stages;
  let began: number | undefined;
  let length: number | undefined;
  return {
    begin: (stage) => {
      following = stages - stage;
      began = now();
    },
    end: () => {
      if (began !== undefined) length = now() - began;
      began = undefined;
    },
    secondsLeft: (share) => {
      const passed = began === undefined ? 0 : now() - began;
      const present = share > 0 ? passed / share : length;
      if (present === undefined) return undefined;
      return (began === undefined ? 0 : Math.max(0, present - passed)) + (length ?? present) * following;
    },
  };
}
