/** Bound on the rounding error of the difference of two shares, which are ratios of counts. */
export const roundingError = 1e-9;
