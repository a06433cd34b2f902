import type { Painting } from '../core/gallery.ts';
import type { Generation } from '../core/generation.ts';
import type { ReferenceSource } from '../core/reference-source.ts';
import { makesTexts } from '../core/verb.ts';
import { nothingNamed } from '../core/wish.ts';
import { askForPictures } from './ask-for-pictures.ts';
import type { CommandTools, Invocation } from './command.ts';
import { mayPress } from './may-press.ts';
import type { Reply } from './reply.ts';
import type { RunTools } from './run-command.ts';
import { answerAlways } from './run-command.ts';

/** Words that reply to a result: they say what to make of it. */
export interface ReplyToResult extends RunTools {
  /** Its pictures came along with the words; they follow those that are replied to. */
  readonly invocation: Omit<Invocation, 'values'>;
  readonly painting: Painting;
  /** The pictures that are replied to; none where nothing of them is kept. */
  readonly shown: readonly ReferenceSource[];
  readonly words: string;
}

/** Whether a message about the generation shows pictures that were made. */
export function isResult({ state, wish }: Pick<Generation, 'state' | 'wish'>): boolean {
  if (makesTexts(wish.verb)) return false;
  return state === 'made' || state === 'delivered' || state === 'undeliverable';
}

/** Paints from the pictures that are replied to whatever the words say, for whoever may use it; always comes back with an answer. */
export function paintFromReply({ invocation, ...reply }: ReplyToResult): Promise<Reply> {
  const { painting, shown, words, ...tools } = reply;
  return answerAlways({ ...tools, what: 'reply', invocation }, async (language, commandTools) => {
    const asked = { ...invocation, language };
    const reason = await refusalFor(asked, reply);
    if (reason !== undefined) return { kind: 'refusal', text: tools.wording.text(reason, language) };
    return paint(asked, { painting, shown, words }, commandTools);
  });
}

async function refusalFor(
  { personId, placeId }: Pick<Invocation, 'personId' | 'placeId'>,
  { painting, shown }: Pick<ReplyToResult, 'painting' | 'shown'>,
) {
  const { generation } = painting;
  const presser = { personId, placeId, mayModerate: async () => false };
  if (!(await mayPress('use', painting, presser))) return 'button.notYours';
  if (generation.removedAtMs !== undefined) return 'button.removed';
  return shown.length === 0 ? 'button.picturesGone' : undefined;
}

async function paint(
  invocation: Omit<Invocation, 'values'>,
  { painting, shown, words }: Pick<ReplyToResult, 'painting' | 'shown' | 'words'>,
  tools: CommandTools,
): Promise<Reply> {
  const defaults = await tools.settings.of(invocation.personId);
  const references = [...shown, ...invocation.pictures];
  const wish = { ...nothingNamed, prompt: words, references, defaults };
  // What a person wants to keep to themselves stays with them.
  const isPrivate = painting.generation.isPrivate || defaults.isPrivate;
  return askForPictures(invocation, { wish, isPrivate, origin: undefined }, tools);
}
