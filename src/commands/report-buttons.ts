import type { ReportSheet } from '../core/courier.ts';
import type { Verdict } from '../core/moderation/report.ts';
import type { Button } from './button.ts';
import { buttonId, pictureArgument } from './button-id.ts';
import { toPlainText } from './join-text.ts';
import type { ButtonRows } from './reply.ts';
import type { Say } from './texts/texts.ts';

/** Part of the ids of buttons, and so never changed. */
export function judgeActionName(verdict: Verdict): string {
  return `report-${verdict}`;
}

/** Whether a button is one of those that decide about a report. */
export function isJudging(actionName: string): boolean {
  return actionName.startsWith('report-');
}

const looks = { keep: 'plain', delete: 'main', ban: 'danger' } as const satisfies Record<
  Verdict,
  Button['look']
>;

/** What moderators may decide; nothing once they have, or once there is nothing to decide about. */
export function reportButtons(
  { generation, language, report }: Pick<ReportSheet, 'generation' | 'language' | 'report'>,
  say: Say,
): ButtonRows {
  if (report.verdict !== undefined || generation.removedAtMs !== undefined) return [];
  const argument = pictureArgument({ generationId: generation.id, position: undefined });
  const verdicts = ['keep', 'delete', 'ban'] as const;
  return [
    verdicts.map((verdict) => ({
      id: buttonId({ action: judgeActionName(verdict), argument }),
      label: toPlainText(say(`report.${verdict}`, language)),
      look: looks[verdict],
    })),
  ];
}
