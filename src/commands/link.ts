import { readLinkCode } from '../core/link-code.ts';
import { linkCodeMinutes } from '../core/linking.ts';
import type { Command, CommandTools, Invocation } from './command.ts';
import { joinButtonId } from './join-button.ts';
import { joinText, toPlainText } from './join-text.ts';
import type { OptionSpecs } from './option.ts';
import { hasFlags } from './option-problem-wording.ts';
import { platformName } from './platform-name.ts';
import type { Reply } from './reply.ts';
import { textPage } from './text-page.ts';

const options = {
  code: { kind: 'text', isRest: true, maxLength: 40 },
} as const satisfies OptionSpecs;

/** Makes a person one on two platforms: gives out a code on the one, and takes it on the other. */
export const link: Command<typeof options> = {
  name: 'link',
  isPersonal: true,
  platforms: ['discord', 'telegram'],
  options,
  async run(invocation, tools) {
    const typed = invocation.values.code?.trim() ?? '';
    if (invocation.isSeenByOthers) return refuseInFrontOfOthers(typed, invocation, tools);
    return typed === '' ? offerCode(invocation, tools) : askFirst(typed, invocation, tools);
  },
};

async function refuseInFrontOfOthers(
  typed: string,
  { language }: Invocation,
  { linking, wording }: CommandTools,
): Promise<Reply> {
  if (typed === '') return textPage(wording.text('link.privately', language));
  await linking.spoil(typed);
  return { kind: 'refusal', text: wording.text('link.spoiled', language) };
}

async function offerCode(
  { language, personId, platform }: Invocation,
  { linking, platforms, wording }: CommandTools,
): Promise<Reply> {
  const other = platforms.find((name) => name !== platform);
  if (other === undefined) return { kind: 'refusal', text: wording.text('link.noOther', language) };
  const offer = await linking.offer(personId);
  if (offer.kind === 'refused') {
    return textPage(wording.text('link.already', language, { platform: platformName(offer.otherId) }));
  }
  const typed = hasFlags({ platform: other }) ? offer.code : `code:${offer.code}`;
  const there = { platform: platformName(other), example: `/link ${typed}`, count: linkCodeMinutes };
  return textPage(
    joinText([wording.text('link.code', language, there), wording.text('link.codeMeans', language)], '\n\n'),
  );
}

/** Somebody else may have sent the code, to get at the person's pictures: so the person hears what it does before it does it. */
function askFirst(typed: string, { language }: Invocation, { wording }: CommandTools): Reply {
  const code = readLinkCode(typed);
  if (code === undefined) return { kind: 'refusal', text: wording.text('link.wrongCode', language) };
  const text = joinText(
    [wording.text('link.ask', language), wording.text('link.askMeans', language)],
    '\n\n',
  );
  const label = toPlainText(wording.text('link.join', language));
  return textPage(text, [[{ id: joinButtonId(code), label, look: 'plain' }]]);
}
