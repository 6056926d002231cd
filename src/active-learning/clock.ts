/** Estimates how long a run of several stages will take, from the stages that it made itself. */
export interface Clock {
  /** Starts the time of a stage. */
  begin(stage: number): void;
  /** Ends it; its length stands for those to come. */
  end(): void;
  /**
   * Seconds until the last stage is made; undefined with nothing to go by.
   *
   * @param share - how much of the present stage is done, 0 if that is not known
   */
  secondsLeft(share: number): number | undefined;
}

/** @param now - the time in seconds */
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
