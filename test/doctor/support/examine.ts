import { expect } from 'vitest';
import type { DiagnoseOptions } from '../../../src/doctor/diagnose.ts';
import { diagnose } from '../../../src/doctor/diagnose.ts';
import type { Finding, Verdict } from '../../../src/doctor/finding.ts';

/** What was found, by what was looked at. */
export type Findings = Readonly<Record<string, Finding>>;

/** Examines as `npm run doctor` does, on a disk with plenty of room. */
export async function examine(
  environment: Readonly<Record<string, string>>,
  options: Partial<DiagnoseOptions> = {},
): Promise<Findings> {
  const node = { version: '24.21.0', supported: '^22.19.0 || ^24.0.0 || >=26.0.0' };
  const findings: Record<string, Finding> = {};
  const steps = diagnose({ environment, node, readFreeBytes: async () => 50e9, ...options });
  for await (const finding of steps) findings[finding.subject] = finding;
  return findings;
}

/** The subjects that were found so, in their order. */
export function subjectsFound(verdict: Verdict, findings: Findings): readonly string[] {
  return Object.values(findings).flatMap((finding) => (finding.verdict === verdict ? [finding.subject] : []));
}

export function expectFinding(findings: Findings, subject: string, expected: [Verdict, RegExp]): void {
  const { verdict, words } = findings[subject] ?? expect.fail(`nothing was found of ${subject}`);
  expect([verdict, words]).toEqual([expected[0], expect.stringMatching(expected[1])]);
}
