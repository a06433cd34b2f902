import type { Generation, GenerationState } from '../core/generation.ts';
import type { RichText } from './rich-text.ts';
import type { WordingTools } from './wording-tools.ts';

/** Where an unfinished generation stands. */
export interface Stage {
  readonly generation: Generation;
  readonly state: Extract<GenerationState, 'accepted' | 'preparing' | 'waiting' | 'running'>;
  readonly ahead: number | undefined;
}

export function wordStage({ generation, state, ahead }: Stage, { say, catalog }: WordingTools): RichText {
  const { language, wish } = generation;
  switch (state) {
    case 'preparing':
      return say('status.preparing', language);
    case 'accepted':
    case 'waiting':
      if (ahead === undefined) return say('status.queued', language);
      return ahead === 0 ? say('status.next', language) : say('status.ahead', language, { count: ahead });
    case 'running': {
      const model = catalog.find(wish.model);
      if (model === undefined) return say('status.paintingUnlisted', language, { model: wish.model });
      const { references, text } = model.typicalSeconds;
      const hasReferences = wish.references.length > 0;
      const seconds = Math.max(1, Math.round(hasReferences ? references : text));
      const key = hasReferences ? 'status.paintingFromPictures' : 'status.painting';
      return say(key, language, { count: wish.count, model: model.label, seconds });
    }
    default:
      return state satisfies never;
  }
}
