import type { Refusal } from '../core/refusal.ts';
import { wordBan } from './ban-wording.ts';
import { wordBudgetRefusal, wordBudgetRemedy } from './budget-wording.ts';
import { joinText } from './join-text.ts';
import { nameId } from './name-id.ts';
import type { RichText } from './rich-text.ts';
import { wordWishProblem } from './wish-wording.ts';
import type { WordingTools } from './wording-tools.ts';

/** Says why a request was not accepted, that it cost nothing, and what is possible instead. */
export function wordRefusal(refusal: Refusal, tools: WordingTools, language: string): RichText {
  const { say } = tools;
  const unpaid = say('refusal.unpaid', language);
  switch (refusal.reason) {
    case 'not-allowed':
      return say('refusal.notAllowed', language);
    case 'banned':
      return wordBan(refusal, tools, language);
    case 'paused':
      return joinText([say('refusal.paused', language), unpaid], ' ');
    case 'channel-closed':
      return wordClosedChannel(refusal.open, tools, language);
    case 'role-missing':
      return say('refusal.roleMissing', language);
    case 'private-only':
      return joinText([say('refusal.privateOnly', language), unpaid], ' ');
    case 'words-refused':
      return joinText(
        [say('refusal.words', language), unpaid, say('failure.adviceOtherWords', language)],
        ' ',
      );
    case 'queue-full':
      return joinText([say('refusal.queueFull', language, { count: refusal.limit }), unpaid], ' ');
    case 'line-too-long': {
      const count = Math.round(refusal.maxWaitMs / 60_000);
      return joinText([say('refusal.lineTooLong', language, { count }), unpaid], ' ');
    }
    case 'too-many-at-once':
      return joinText([say('refusal.tooManyAtOnce', language), unpaid], ' ');
    case 'person-budget-spent':
    case 'place-budget-spent':
    case 'bot-budget-spent':
      return joinText(
        [wordBudgetRefusal(refusal, tools, language), unpaid, wordBudgetRemedy(refusal, tools, language)],
        ' ',
      );
    case 'wish-impossible': {
      const problems = refusal.problems.map((problem) => wordWishProblem(problem, tools, language));
      return wordProblems(say('refusal.impossible', language), problems, unpaid);
    }
    case 'provider-paused':
      return joinText([say('refusal.providerPaused', language), unpaid], ' ');
    case 'stopping':
      return joinText([say('refusal.stopping', language), unpaid], ' ');
    default:
      return refusal satisfies never;
  }
}

const mostChannels = 5;

/** Names the channels in which it is possible, where only some are open. */
function wordClosedChannel(open: readonly string[], { say }: WordingTools, language: string): RichText {
  if (open.length === 0) return say('refusal.channelClosed', language);
  const channels = open.slice(0, mostChannels).map((id): RichText => [nameId(id, 'channel')]);
  return joinText([say('refusal.channelElsewhere', language), ...channels], ' ');
}

function wordProblems(heading: RichText, problems: readonly RichText[], unpaid: RichText): RichText {
  const lines = problems.map((problem): RichText => [{ text: '• ', style: 'plain' }, ...problem]);
  return joinText([heading, ...lines, unpaid], '\n');
}
