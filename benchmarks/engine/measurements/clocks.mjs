/** Returns the seconds of the clock and of the processor. */
export function clocks() {
  const { user, system } = process.cpuUsage();
  return { wall: performance.now() / 1000, processor: (user + system) / 1e6 };
}

/** Returns a sample: the seconds between two readings as `value`, and those of the processor, both divided by `repeat`. */
export function between(start, end, repeat = 1) {
  return { value: (end.wall - start.wall) / repeat, processor: (end.processor - start.processor) / repeat };
}
