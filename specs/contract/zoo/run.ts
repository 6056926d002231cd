import { checks } from './checks/index.ts';
import type { ZooNetwork } from './contract.ts';
import { excuseFor } from './excuses.ts';
import { examine, type Finding } from './finding.ts';
import type { Answer } from './stock/answer.ts';
import { subjectOf, type Subject } from './subject.ts';

/** A finding; `excused` where the reference is wrong, not the product. */
export interface Judged extends Omit<Finding, 'verdict'> {
  readonly verdict: Finding['verdict'] | 'excused';
}

/**
 * Runs the checks on one network.
 *
 * @param groups - names of groups of checks
 */
export async function runNetwork(
  zoo: ZooNetwork,
  stock: Answer,
  groups: readonly string[] = Object.keys(checks),
): Promise<Judged[]> {
  let subject: Subject | undefined;
  const built = await examine('build', async () => {
    subject = await subjectOf(zoo, stock);
    return undefined;
  });
  if (!subject) return [built];
  try {
    const findings: Finding[] = [];
    for (const group of groups) findings.push(...(await checks[group](subject)));
    return findings.map((finding) => judge(zoo, finding));
  } finally {
    subject.network.dispose();
  }
}

function judge(zoo: ZooNetwork, finding: Finding): Judged {
  const excuse = finding.verdict === 'failed' ? excuseFor(zoo.name, finding.check) : undefined;
  return excuse === undefined ? finding : { check: finding.check, verdict: 'excused', message: excuse };
}
