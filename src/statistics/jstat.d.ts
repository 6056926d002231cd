/** The part of jstat that this package uses; jstat publishes no types. */
declare module 'jstat' {
  const jstat: {
    readonly jStat: {
      /** Returns the logarithm of the beta function. */
      betaln(x: number, y: number): number;
      readonly beta: {
        /** Returns the p-quantile of the beta distribution. */
        inv(p: number, alpha: number, beta: number): number;
      };
      readonly normal: {
        /** Returns the p-quantile of the normal distribution. */
        inv(p: number, mean: number, deviation: number): number;
      };
    };
  };
  export default jstat;
}
