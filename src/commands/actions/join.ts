import type { JoinRefusal } from '../../core/linking.ts';
import type { Action } from '../action.ts';
import { joinActionName } from '../join-button.ts';
import { joinText } from '../join-text.ts';
import { platformName } from '../platform-name.ts';
import type { RichText } from '../rich-text.ts';
import { textPage } from '../text-page.ts';
import type { Wording } from '../wording.ts';

/** Links the person with whoever was shown the code of the button. */
export const join: Action = {
  name: joinActionName,
  async run({ argument, language, personId }, { linking, wording }) {
    const joining = await linking.join({ personId, code: argument });
    if (joining.kind === 'refused') return textPage(wordJoinRefusal(joining.refusal, wording, language));
    const platform = platformName(joining.otherId);
    return textPage(wording.text('link.done', language, { platform }));
  },
};

const keys = {
  'wrong-code': 'link.wrongCode',
  'too-many-tries': 'link.tooManyTries',
  'own-code': 'link.ownCode',
  'same-platform': 'link.samePlatform',
} as const;

function wordJoinRefusal(refusal: JoinRefusal, wording: Wording, language: string): RichText {
  switch (refusal.reason) {
    case 'already-linked':
      return wording.text('link.already', language, { platform: platformName(refusal.otherId) });
    case 'still-sharing':
      return joinText(
        [wording.text('link.stillSharing', language), wording.renewal(refusal.untilMs, language)],
        ' ',
      );
    default:
      return wording.text(keys[refusal.reason], language);
  }
}
