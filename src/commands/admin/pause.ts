import type { AdminAnswer, AdminCall, AdminTools, AdminVerb } from './admin-verb.ts';

/** Stops all painting until it is resumed, also over a restart; what runs goes on. */
export const pause: AdminVerb<Record<never, never>> = {
  name: 'pause',
  audience: 'admins',
  options: {},
  run: (call, tools) => setPaused(call, tools, true),
  press: (call, tools) => setPaused(call, tools, true),
};

export async function setPaused(
  { by, language }: AdminCall<unknown>,
  { house, wording }: AdminTools,
  isPaused: boolean,
): Promise<AdminAnswer> {
  const changed = await house.rules.changeBot(by, { isPaused: isPaused || undefined });
  if (changed.kind !== 'changed') return { kind: 'refused', text: wording.text('admin.notYours', language) };
  if (changed.wasSo) {
    const text = wording.text(isPaused ? 'admin.pausedAlready' : 'admin.notPaused', language);
    return { kind: 'done', text, data: { isPaused } };
  }
  const { load } = await house.condition();
  const text = wording.text(isPaused ? 'admin.paused' : 'admin.goesOn', language, { count: load.queued });
  return { kind: 'done', text, data: { isPaused } };
}
