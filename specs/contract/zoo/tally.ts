import type { Judged } from './run.ts';

/** The findings of a run, counted. */
export interface Tally {
  readonly findings: (Judged & { readonly network: string })[];
  networks: number;
  readonly failures: number;
  /** Adds the findings of a network and returns a line per failure. */
  add(network: string, findings: readonly Judged[]): string[];
}

export function tallyOf(): Tally {
  return {
    findings: [],
    networks: 0,
    get failures() {
      return this.findings.filter(({ verdict }) => verdict === 'failed').length;
    },
    add(network, findings) {
      this.networks++;
      this.findings.push(...findings.map((finding) => ({ network, ...finding })));
      return findings
        .filter(({ verdict }) => verdict === 'failed')
        .map(({ check, message = '' }) => `FAILED ${network} | ${check} | ${message.split('\n')[0].slice(0, 300)}`);
    },
  };
}

/** Returns the counts, the refusals by reason, and the failures of the reference by reason, as text. */
export function describeTally({ findings, networks, failures }: Tally, engine: string): string {
  const of = (wanted: Judged['verdict']) => findings.filter(({ verdict }) => verdict === wanted);
  const lines = (wanted: Judged['verdict']) =>
    [...byReason(of(wanted))]
      .sort(([, a], [, b]) => b.length - a.length)
      .map(([reason, same]) => `  ${same.length} × ${reason} (e.g. ${same[0].network} | ${same[0].check})`);
  return [
    `${engine}: ${networks} networks, ${findings.length} checks, ${of('held').length} held, ${failures} failed, ` +
      `${of('refused').length} refused, ${of('excused').length} false alarms`,
    ...(failures > 0 ? ['Failures by reason:', ...lines('failed')] : []),
    ...(of('refused').length > 0 ? ['Refusals by reason:', ...lines('refused')] : []),
    ...(of('excused').length > 0 ? ['False alarms, where the reference is wrong:', ...lines('excused')] : []),
  ].join('\n');
}

function byReason(findings: Tally['findings']): Map<string, Tally['findings']> {
  const groups = new Map<string, Tally['findings']>();
  for (const finding of findings) {
    const reason = reasonOf(finding.message ?? '');
    groups.set(reason, [...(groups.get(reason) ?? []), finding]);
  }
  return groups;
}

/** The first line of a message without paths, numbers and the names of networks and layers. */
const reasonOf = (message: string): string =>
  message
    .split('\n')[0]
    .replaceAll(/"[^"]*"/g, '"…"')
    .replaceAll(/\/\S+/g, '…')
    .replaceAll(/\d+(\.\d+)?/g, 'n');
