import { describe, expect, test } from 'vitest';
import type { GenerationEvent } from '../../src/core/generation-events.ts';
import { GenerationEvents } from '../../src/core/generation-events.ts';
import { Metrics } from '../../src/status/metrics.ts';
import type { Standing } from '../../src/status/standing.ts';
import { atRest } from './at-rest.ts';

const generationId = 'a';
const unheard = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

const nowMs = 1_000_000;

function createMetrics(standing: Partial<Standing> = {}): Metrics {
  return new Metrics({ readStanding: async () => ({ ...atRest, ...standing }), now: () => nowMs });
}

async function linesAfter(...events: GenerationEvent[]): Promise<readonly string[]> {
  const metrics = createMetrics();
  const channel = new GenerationEvents(unheard);
  channel.listen(metrics.record);
  for (const event of events) channel.emit(event);
  return (await metrics.render()).split('\n');
}

describe('metrics', () => {
  test('count a generation through its life', async () => {
    const lines = await linesAfter(
      { name: 'generation-accepted', generationId },
      { name: 'generation-acknowledged', generationId, afterMs: 240 },
      { name: 'generation-started', generationId, waitedMs: 4_000 },
      { name: 'generation-taken-over', generationId, attempt: 2 },
      { name: 'generation-made', generationId, providerMs: 12_000, costMicros: 39_000 },
      { name: 'generation-delivered', generationId, afterMs: 900 },
    );
    expect(lines).toEqual(
      expect.arrayContaining([
        'easel_generations_accepted_total 1',
        'easel_first_answer_seconds_sum 0.24',
        'easel_first_answer_seconds_bucket{le="0.25"} 1',
        'easel_queue_wait_seconds_sum 4',
        'easel_generations_taken_over_total 1',
        'easel_provider_seconds_sum 12',
        'easel_provider_seconds_bucket{le="10"} 0',
        'easel_provider_seconds_bucket{le="15"} 1',
        'easel_delivery_seconds_sum 0.9',
        'easel_cost_dollars_total 0.039',
        'easel_generation_outcomes_total{state="made",code=""} 1',
        'easel_generation_outcomes_total{state="delivered",code=""} 1',
      ]),
    );
  });

  test('count failures by code, with what they cost', async () => {
    const lines = await linesAfter(
      { name: 'generation-failed', generationId, code: 'content-refused', providerMs: 3_000, costMicros: 0 },
      {
        name: 'generation-failed',
        generationId,
        code: 'outcome-unknown',
        providerMs: 9_000,
        costMicros: 60_000,
      },
      { name: 'generation-cancelled', generationId, providerMs: undefined, costMicros: 0 },
      { name: 'generation-expired', generationId, providerMs: undefined, costMicros: 0 },
      { name: 'generation-undeliverable', generationId },
    );
    expect(lines).toEqual(
      expect.arrayContaining([
        'easel_generation_outcomes_total{state="failed",code="content-refused"} 1',
        'easel_generation_outcomes_total{state="failed",code="outcome-unknown"} 1',
        'easel_generation_outcomes_total{state="failed",code="internal"} 0',
        'easel_generation_outcomes_total{state="cancelled",code=""} 1',
        'easel_generation_outcomes_total{state="expired",code=""} 1',
        'easel_generation_outcomes_total{state="undeliverable",code=""} 1',
        'easel_provider_seconds_count 2',
        'easel_cost_dollars_total 0.06',
      ]),
    );
  });

  test('count refusals by reason', async () => {
    const refused = (reason: 'queue-full' | 'not-allowed'): GenerationEvent => ({
      name: 'generation-refused',
      reason,
    });
    const lines = await linesAfter(refused('queue-full'), refused('queue-full'), refused('not-allowed'));
    expect(lines).toContain('easel_generations_refused_total{reason="queue-full"} 2');
    expect(lines).toContain('easel_generations_refused_total{reason="not-allowed"} 1');
  });

  test('count what people may come to see twice, from zero on', async () => {
    const metrics = createMetrics();
    metrics.recordUncertain('telegram', 'album');
    const text = await metrics.render();
    expect(text).toContain('easel_uncertain_messages_total{platform="telegram",step="album"} 1\n');
    expect(text).toContain('easel_uncertain_messages_total{platform="discord",step="follow-up"} 0\n');
  });

  test('count what cost more than was set aside, and by how much', async () => {
    const overran = (byMicros: number) => ({ name: 'generation-overran', generationId, byMicros }) as const;
    const lines = await linesAfter(overran(10_000), overran(2_500));
    expect(lines).toContain('easel_cost_overruns_total 2');
    expect(lines).toContain('easel_cost_overrun_dollars_total 0.0125');
    expect(lines).toContain('easel_cost_dollars_total 0');
  });

  test('count pictures that were removed, and what they took up', async () => {
    const expired = { name: 'pictures-expired', pictures: 2, bytes: 3_000 } as const;
    const lines = await linesAfter(expired, expired);
    expect(lines).toContain('easel_pictures_expired_total 4');
    expect(lines).toContain('easel_pictures_expired_bytes_total 6000');
  });

  test('of two instances are apart', async () => {
    await linesAfter({ name: 'generation-accepted', generationId });
    expect(await linesAfter()).toContain('easel_generations_accepted_total 0');
  });

  test('count calls that were put off, by service and from zero on', async () => {
    const metrics = createMetrics();
    metrics.recordRateLimited('telegram');
    const lines = (await metrics.render()).split('\n');
    expect(lines).toContain('easel_rate_limited_total{service="telegram"} 1');
    expect(lines).toContain('easel_rate_limited_total{service="discord"} 0');
    expect(lines).toContain('easel_rate_limited_total{service="runware"} 0');
  });

  test('say why painting is paused, and when it goes on', async () => {
    const metrics = createMetrics();
    const series = (reason: string, value: 0 | 1) => `easel_painting_paused{reason="${reason}"} ${value}\n`;
    metrics.recordProviderChange({ kind: 'paused', reason: 'provider-out-of-funds', by: 'this process' });
    const paused = await metrics.render();
    expect(paused).toContain(series('provider-out-of-funds', 1));
    expect(paused).toContain(series('provider-key-rejected', 0));
    metrics.recordProviderChange({ kind: 'resumed', by: 'this process' });
    expect(await metrics.render()).toContain(series('provider-out-of-funds', 0));
  });

  test('read how things stand anew at every scrape', async () => {
    let queued = 1;
    const metrics = new Metrics({
      readStanding: async () => ({ ...atRest, load: { running: 2, queued } }),
      now: () => nowMs,
    });
    expect(await metrics.render()).toContain('easel_queue_depth 1\n');
    queued = 5;
    expect(await metrics.render()).toContain('easel_queue_depth 5\n');
  });

  test('show the outbox, the platforms, the service and the budget', async () => {
    const metrics = createMetrics({
      outbox: { owed: 3, oldestEndedAtMs: nowMs - 90_500 },
      platforms: [
        { name: 'discord', isReady: true },
        { name: 'telegram', isReady: false },
      ],
      isProviderLeftAlone: true,
      budget: { usedMicros: 2_500_000, limitMicros: 10_000_000 },
    });
    const lines = (await metrics.render()).split('\n');
    expect(lines).toEqual(
      expect.arrayContaining([
        'easel_outbox 3',
        'easel_outbox_age_seconds 90.5',
        'easel_platform_connected{platform="discord"} 1',
        'easel_platform_connected{platform="telegram"} 0',
        'easel_provider_left_alone 1',
        'easel_day_budget_used_dollars 2.5',
        'easel_day_budget_limit_dollars 10',
      ]),
    );
  });

  test.each([
    ['nothing is owed', undefined],
    ['the clock was set back', nowMs + 5_000],
  ])('show no age when %s', async (_, oldestEndedAtMs) => {
    const metrics = createMetrics({ outbox: { owed: 0, oldestEndedAtMs } });
    expect(await metrics.render()).toContain('easel_outbox_age_seconds 0\n');
  });
});
