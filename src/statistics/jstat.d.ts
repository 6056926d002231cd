/** The part of jstat that this package uses; the package publishes no types. */
declare module 'jstat' {
  const jstat: {
    readonly jStat: {
      readonly beta: {
        /** The p-quantile of the beta distribution. */
        inv(p: number, alpha: number, beta: number): number;
      };
      readonly normal: {
        /** The p-quantile of the normal distribution. */
        inv(p: number, mean: number, deviation: number): number;
      };
    };
  };
  export default jstat;
}
