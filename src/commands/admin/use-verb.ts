import type { Press } from '../action.ts';
import type { CommandTools, Invocation } from '../command.ts';
import type { Reply } from '../reply.ts';
import type { AdminAnswer, AdminCall, AdminTools, AdminVerb } from './admin-verb.ts';
import { authorityOf, mayUse } from './authorise.ts';

type Asked = Omit<Press, 'buttonId' | 'argument' | 'mayModerate'> | Omit<Invocation, 'values' | 'pictures'>;

/**
 * Lets somebody use a verb in a chat, if it is theirs to use. This is the only way to one from a chat, for commands and
 * buttons alike, so that whoever was shown a button and may not any more gets nowhere.
 */
export async function useVerb<Values>(
  verb: AdminVerb,
  asked: Asked,
  {
    tools,
    use,
    values,
  }: {
    readonly tools: CommandTools;
    readonly values: Values;
    readonly use: (call: AdminCall<Values>, tools: AdminTools) => Promise<AdminAnswer>;
  },
): Promise<Reply> {
  const { house, wording } = tools;
  const { channels, isPrivateChat, isSeenByOthers, language, placeId, platform } = asked;
  const by = await authorityOf(asked, house);
  if (!mayUse(by, verb)) return { kind: 'refusal', text: wording.text('admin.notYours', language) };
  // What is for those who run the bot is for no group's eyes; nothing is done before it can be shown.
  if (isSeenByOthers && (verb.audience === 'admins' || isAboutElsewhere(values))) {
    return { kind: 'refusal', text: wording.text('admin.privately', language) };
  }
  const answer = await use(
    {
      by,
      platform,
      placeId: isPrivateChat ? undefined : placeId,
      channelId: channels?.[0],
      repliesToId: 'repliesToId' in asked ? asked.repliesToId : undefined,
      language,
      values,
    },
    { house, wording, catalog: tools.catalog, now: tools.now },
  );
  if (answer.kind === 'refused') return { kind: 'refusal', text: answer.text };
  if (answer.kind === 'documents') return answer;
  if (isSeenByOthers) return { kind: 'answer', text: answer.text };
  const { altTexts = [], buttons = [], pictures = [], text, unshown } = answer;
  return {
    kind: 'page',
    page: { text, pictures, altTexts, buttons, ...(unshown === undefined ? {} : { unshown }) },
  };
}

/** What holds everywhere, or in another place, is nothing that this one may read. */
function isAboutElsewhere(values: unknown): boolean {
  if (typeof values !== 'object' || values === null) return false;
  const isEverywhere = 'everywhere' in values && values.everywhere === true;
  return isEverywhere || ('place' in values && values.place !== undefined);
}
