import type { Verdict } from '../../core/moderation/report.ts';
import type { Action, Press } from '../action.ts';
import { readPictureArgument } from '../button-id.ts';
import type { CommandTools } from '../command.ts';
import type { Reply } from '../reply.ts';
import { judgeActionName } from '../report-buttons.ts';

/** Decides about a reported result: for moderators of its place, and for those who run the bot. */
function judgeReport(verdict: Verdict): Action {
  return { name: judgeActionName(verdict), run: (press, tools) => judge(press, verdict, tools) };
}

export const keepReported = judgeReport('keep');
export const deleteReported = judgeReport('delete');
export const banReported = judgeReport('ban');

async function judge(press: Press, verdict: Verdict, tools: CommandTools): Promise<Reply> {
  const { argument, language, personId } = press;
  const { reports, wording } = tools;
  const refuse = (key: 'button.unknown' | 'report.notModerator' | 'report.isAdmin'): Reply => ({
    kind: 'refusal',
    text: wording.text(key, language),
  });
  const generationId = readPictureArgument(argument)?.generationId;
  const placeId = generationId === undefined ? undefined : await reports.placeOf(generationId);
  if (generationId === undefined || placeId === undefined) return refuse('button.unknown');
  const moderatedPlaceId = (await press.mayModerate(placeId)) ? placeId : undefined;
  const by = { byId: personId, moderatedPlaceId };
  const outcome = await reports.decide(by, { generationId, verdict });
  switch (outcome.kind) {
    case 'unknown':
      return refuse('button.unknown');
    case 'not-theirs':
      return refuse('report.notModerator');
    case 'is-admin':
      return refuse('report.isAdmin');
    case 'decided':
      return { kind: 'notice', text: wording.text('report.noted', language), isShownByMessage: true };
    case 'decided-before':
      return {
        kind: 'notice',
        text: wording.text('report.decidedBefore', language),
        isShownByMessage: false,
      };
    default:
      return outcome satisfies never;
  }
}
