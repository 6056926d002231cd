/** Shares are ratios of counts: a difference of two of them misses the number it stands for by less than this. */
export const roundingError = 1e-9;
