import type { Condition } from '../../core/condition.ts';
import { joinText } from '../join-text.ts';
import { platformName } from '../platform-name.ts';
import type { RichText } from '../rich-text.ts';
import type { Wording } from '../wording.ts';
import { adminButton } from './admin-button.ts';
import type { AdminAnswer, AdminCall, AdminTools, AdminVerb } from './admin-verb.ts';

/** Shows how the bot is: what waits, whether it paints, what the account holds, how the platforms are. */
export const status: AdminVerb<Record<never, never>> = {
  name: 'status',
  audience: 'admins',
  options: {},
  run: show,
  press: show,
};

async function show({ language }: AdminCall<unknown>, { house, wording }: AdminTools): Promise<AdminAnswer> {
  const condition = await house.condition();
  const refresh = wording.text('queue.refresh', language);
  const isPaused = condition.isPausedByHand;
  const other = wording.text(isPaused ? 'admin.buttonResume' : 'admin.buttonPause', language);
  return {
    kind: 'done',
    text: joinText(
      [
        wording.text('admin.statusHeading', language, {
          version: condition.version,
          node: condition.nodeVersion,
        }),
        joinText(
          [
            wordProcess(condition, language, wording),
            wording.text('admin.statusQueue', language, { ...condition.load, owed: condition.outbox.owed }),
            wordUnseen(condition, language, wording),
            // Only the process at work knows how the image service has been.
            condition.atWork.kind === 'this' || condition.isPausedByHand
              ? wordPainting(condition, language, wording)
              : [],
            wordBalance(condition, language, wording),
            ...condition.platforms.map((platform) =>
              wording.text(platform.isReady ? 'admin.statusPlatform' : 'admin.statusPlatformOff', language, {
                platform: platformName(platform.name),
                state: platform.state,
              }),
            ),
          ],
          '\n',
        ),
      ],
      '\n\n',
    ),
    buttons: [
      [
        adminButton({ verb: 'status', argument: '' }, refresh),
        adminButton({ verb: isPaused ? 'resume' : 'pause', argument: '' }, other, 'danger'),
      ],
    ],
    data: condition,
  };
}

function wordProcess({ atWork }: Condition, language: string, wording: Wording): RichText {
  switch (atWork.kind) {
    case 'this':
      return wording.text('admin.statusSince', language, {
        ago: wording.ago(atWork.startedAtMs, language),
        time: wording.moment(atWork.startedAtMs, language),
      });
    case 'another':
      return wording.text('admin.statusElsewhere', language);
    case 'none':
      return wording.text('admin.statusStopped', language);
    case 'unknown':
      return [];
    default:
      return atWork satisfies never;
  }
}

function wordUnseen({ unseenReports: count }: Condition, language: string, wording: Wording): RichText {
  return count === 0 ? [] : wording.text('admin.statusUnseen', language, { count });
}

/** Says whether this process paints, and if not, why. */
export function wordPainting(condition: Condition, language: string, wording: Wording): RichText {
  if (condition.isPausedByHand) return wording.text('admin.statusPausedByHand', language);
  switch (condition.providerPause) {
    case 'provider-out-of-funds':
      return wording.text('admin.statusNoFunds', language);
    case 'provider-key-rejected':
      return wording.text('admin.statusNoKey', language);
    case undefined:
      return wording.text(
        condition.isProviderLeftAlone ? 'admin.statusLeftAlone' : 'admin.statusPaints',
        language,
      );
    default:
      return condition.providerPause satisfies never;
  }
}

function wordBalance({ balanceDollars }: Condition, language: string, wording: Wording): RichText {
  return balanceDollars === undefined
    ? wording.text('admin.statusNoBalance', language)
    : wording.text('admin.statusBalance', language, {
        balance: wording.money(Math.round(balanceDollars * 1_000_000), language),
      });
}
