/** The two quantile functions that are used of jStat, which brings no types. */
declare module 'jstat' {
  interface JStat {
    readonly beta: { inv(probability: number, alpha: number, beta: number): number };
    readonly normal: { inv(probability: number, mean: number, deviation: number): number };
  }
  const library: { readonly jStat: JStat };
  export default library;
}
