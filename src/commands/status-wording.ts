import type { GenerationStatus } from '../core/courier.ts';
import { wordDraftStatus } from './draft-wording.ts';
import { wordDropped } from './dropped-wording.ts';
import { joinText } from './join-text.ts';
import { wordEnding } from './outcome-wording.ts';
import type { RichText } from './rich-text.ts';
import { wordStage } from './stage-wording.ts';
import type { WordingTools } from './wording-tools.ts';

/** Says how far a generation is; one that ended in the meantime says how. */
export function wordStatus(status: GenerationStatus, tools: WordingTools): RichText {
  const { generation, ahead, draft, isPaused } = status;
  const { language, state } = generation;
  switch (state) {
    case 'accepted':
    case 'preparing':
    case 'waiting':
    case 'running':
      return joinText(
        [
          wordDraftStatus(status, tools),
          wordStage({ generation, state, ahead, isPaused }, tools),
          wordDropped(generation.wish.dropped, language, tools.say),
        ],
        '\n',
      );
    case 'made':
      return tools.say(generation.wish.verb === 'paint' ? 'status.sending' : 'tool.sending', language);
    case 'delivered':
    case 'undeliverable':
    case 'failed':
    case 'cancelled':
    case 'expired':
      return wordEnding({ generation, pictures: [], draft }, tools);
    default:
      return state satisfies never;
  }
}
