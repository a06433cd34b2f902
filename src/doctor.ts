import { readFile } from 'node:fs/promises';
import { config as loadDotenv } from 'dotenv';
import { diagnose } from './doctor/diagnose.ts';
import type { Finding, Verdict } from './doctor/finding.ts';

/** EX_CONFIG of https://man.openbsd.org/sysexits.3 */
const configurationExitCode = 78;

loadDotenv({ quiet: true });
const findings: Finding[] = [];
for await (const finding of diagnose({ environment: process.env, node: await readNode() })) {
  findings.push(finding);
  say(renderFinding(finding));
}
say(`\n${summarise(findings)}`);
// A disk that hangs would keep the process.
process.exit(exitCodeFor(findings));

async function readNode(): Promise<{ version: string; supported: string }> {
  const { engines } = JSON.parse(await readFile(new URL('../package.json', import.meta.url), 'utf8'));
  return { version: process.versions.node, supported: engines.node };
}

function renderFinding({ verdict, subject, words }: Finding): string {
  return `${verdict.padEnd(8)} ${`${subject}:`.padEnd(15)}${words}`;
}

function summarise(all: readonly Finding[]): string {
  const count = (verdict: Verdict) => all.filter((finding) => finding.verdict === verdict).length;
  if (count('failed') > 0) return `Failed: ${count('failed')}. Easel cannot work like this.`;
  if (count('warning') > 0) return `Nothing failed; to look at: ${count('warning')}.`;
  return 'All is well.';
}

function exitCodeFor(all: readonly Finding[]): number {
  const bad = all.filter(({ verdict }) => verdict === 'failed');
  if (bad.some(({ isSetting }) => isSetting)) return configurationExitCode;
  return bad.length > 0 ? 1 : 0;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
