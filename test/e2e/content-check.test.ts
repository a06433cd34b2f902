import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { inhabitedWorld } from './support/inhabited-world.ts';

const folder = mkdtempSync(join(tmpdir(), 'easel-check-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, content: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, JSON.stringify(content));
  return path;
}

const models = (checksContent: boolean) =>
  file(`models-${checksContent}.json`, {
    models: [{ air: 'runware:100@1', priceDollars: 0.0013, checksContent }],
  });
const words = (strictness: string) => file(`${strictness}.json`, { builtIn: false, strictness });

describe('what the service finds to be not for everybody', () => {
  const world = inhabitedWorld({
    settings: { MODELS_FILE: models(true), WORDS_FILE: words('standard') },
  });
  const wish = { prompt: 'a fox', model: 'schnell', count: 2 };
  const asked = () => world.runware.tasks.filter(({ taskType }) => taskType === 'imageInference').at(-1);

  test('is covered for others as a rule, and harmless pictures are not', async () => {
    const ada = world.discord.person({ name: 'Ada', locale: 'en-US' });
    world.runware.fail({ kind: 'explicit', indexes: [1] });
    for (const isCovered of [true, false]) {
      const asking = ada.slash({ command: 'imagine', options: wish });
      const result = await asking.waitForMessage((one) => one.visibleAttachments.length === 2, 'pictures');
      expect(result.visibleAttachments.map(({ spoiler }) => spoiler)).toEqual([isCovered, isCovered]);
    }
    expect(asked()?.safety).toEqual({ checkContent: true });
  });

  test('is shown to nobody in a strict place, and only what is shown is charged', async () => {
    await world.restart({ settings: { WORDS_FILE: words('strict') } });
    const ada = world.discord.person({ name: 'Ada', locale: 'en-US' });
    world.runware.fail({ kind: 'explicit', indexes: [0] });
    const some = ada.slash({ command: 'imagine', options: wish });
    const one = await some.waitForMessage(({ visibleAttachments: all }) => all.length === 1, 'one picture');
    expect(one.text).toMatch(/1 of 2.+You paid only for what you see/s);
    expect(one.visibleAttachments[0]?.spoiler).toBe(false);
    world.runware.fail({ kind: 'explicit', indexes: [0, 1] });
    const none = ada.slash({ command: 'imagine', options: wish });
    const refusal = await none.waitForMessage(({ text }) => /safety filter/.test(text), 'the refusal');
    expect(refusal.text).toContain('You were not charged.');
    expect(refusal.visibleAttachments).toEqual([]);
  });

  test('is not asked for among adults, nor of a model that knows no such question', async () => {
    await world.restart({ settings: { WORDS_FILE: words('relaxed') } });
    const ada = world.discord.person({ name: 'Ada', locale: 'en-US' });
    const relaxed = ada.slash({ command: 'imagine', options: wish });
    await relaxed.waitForMessage((one) => one.visibleAttachments.length === 2, 'pictures');
    expect(asked()).not.toHaveProperty('safety');
    await world.restart({ settings: { MODELS_FILE: models(false), WORDS_FILE: words('strict') } });
    const other = ada.slash({ command: 'imagine', options: wish });
    await other.waitForMessage((one) => one.visibleAttachments.length === 2, 'pictures');
    expect(asked()).not.toHaveProperty('safety');
  });
});
