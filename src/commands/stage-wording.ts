import type { Generation } from '../core/generation.ts';
import type { GenerationState } from '../core/generation-state.ts';
import type { ToolVerb } from '../core/verb.ts';
import { joinText } from './join-text.ts';
import type { RichText } from './rich-text.ts';
import type { TextKey } from './texts/text-key.ts';
import type { WordingTools } from './wording-tools.ts';

/** Where an unfinished generation stands. */
export interface Stage {
  readonly generation: Generation;
  readonly state: Extract<GenerationState, 'accepted' | 'preparing' | 'waiting' | 'running'>;
  readonly ahead: number | undefined;
  readonly isPaused?: boolean | undefined;
  readonly isPausedByHand?: boolean | undefined;
}

export function wordStage(
  { generation, state, ahead, isPaused = false, isPausedByHand = false }: Stage,
  tools: WordingTools,
): RichText {
  const { language } = generation;
  const { say } = tools;
  switch (state) {
    case 'preparing':
      return say('status.preparing', language);
    case 'accepted':
    case 'waiting':
      if (isPausedByHand) return say('status.pausedByHand', language);
      if (isPaused) return say('status.paused', language);
      if (ahead === undefined) return say('status.queued', language);
      return ahead === 0 ? say('status.next', language) : say('status.ahead', language, { count: ahead });
    case 'running':
      return joinText([wordPainting(generation, tools), wordElapsed(generation, tools)], '\n');
    default:
      return state satisfies never;
  }
}

function wordPainting(
  { language, wish }: Generation,
  { catalog, expectedTime, say }: WordingTools,
): RichText {
  const model = catalog.about(wish.model);
  if (wish.verb !== 'paint') {
    return say(toolStages[wish.verb], language, { model: model?.label ?? wish.model });
  }
  const expected = expectedTime(wish);
  if (model === undefined || expected === undefined) {
    return say('status.paintingUnlisted', language, { model: model?.label ?? wish.model });
  }
  const key = wish.references.length > 0 ? 'status.paintingFromPictures' : 'status.painting';
  return say(key, language, { count: wish.count, model: model.label, seconds: toSeconds(expected.medianMs) });
}

const toolStages = {
  upscale: 'tool.upscaling',
  cutout: 'tool.cuttingOut',
  describe: 'tool.describing',
  enhance: 'tool.enhancing',
} as const satisfies Record<ToolVerb, TextKey>;

/** Said only once there is something to say. */
const shortestElapsedMs = 2_000;

function wordElapsed(
  { language, startedAtMs, wish }: Generation,
  { expectedTime, now, say }: WordingTools,
): RichText {
  const elapsedMs = now() - (startedAtMs ?? now());
  const expected = expectedTime(wish);
  if (elapsedMs < shortestElapsedMs || expected === undefined) return [];
  const mostMs = expected.p90Ms ?? expected.medianMs * 1.5;
  const values = { bar: drawBar(elapsedMs / mostMs), elapsed: toSeconds(elapsedMs) };
  if (elapsedMs > mostMs) return say('status.overdue', language, values);
  return expected.p90Ms === undefined
    ? say('status.elapsed', language, values)
    : say('status.elapsedOfMost', language, { ...values, most: toSeconds(expected.p90Ms) });
}

function toSeconds(timeMs: number): number {
  return Math.max(1, Math.round(timeMs / 1_000));
}

const barLength = 10;

function drawBar(share: number): string {
  const full = Math.min(barLength, Math.floor(share * barLength));
  return '▓'.repeat(full) + '░'.repeat(barLength - full);
}
