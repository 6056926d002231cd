/** A check whose reference is wrong for some networks. */
interface Excuse {
  readonly networks: RegExp;
  readonly checks: RegExp;
  /** What is wrong with the reference, and what shows that the product is right. */
  readonly reason: string;
}

const excuses: readonly Excuse[] = [];

/** Returns why a failed check of a network is no fault of the product; undefined if it is one. */
export const excuseFor = (network: string, check: string): string | undefined =>
  excuses.find(({ networks, checks }) => networks.test(network) && checks.test(check))?.reason;
