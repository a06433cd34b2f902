import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { buttonId } from '../../src/commands/button-id.ts';
import { toPlainText } from '../../src/commands/join-text.ts';
import { privacyButtonId, readPrivacyStep } from '../../src/commands/privacy-button.ts';
import type { Doer } from './people-at-core.ts';
import { labelsOf, PeopleAtCore, pageOf } from './people-at-core.ts';

const copyLabel = '📦 Send me a copy';
const eraseLabel = '🗑 Erase it all…';
const confirmLabel = '🗑 Erase everything';

let people: PeopleAtCore;

beforeEach(async () => {
  people = await PeopleAtCore.start();
});
afterEach(() => people.core.close());

async function pageFor(doer: Doer = {}) {
  const page = pageOf(await people.use('privacy', {}, doer));
  return { page, text: toPlainText(page.text) };
}

describe('/privacy', () => {
  test('of somebody new says that there is nothing to erase', async () => {
    const { page, text } = await pageFor();
    expect(text).toContain('No requests, no pictures, no settings.');
    expect(labelsOf(page)).toEqual([[copyLabel]]);
  });

  test('names what is kept, what goes and what stays, before anything goes', async () => {
    await people.painted('a fox');
    await people.painted('an owl');
    await people.accepted('a cat');
    const { page, text } = await pageFor();
    expect(text).toMatch(/3 requests, with your words\n• 2 pictures of yours/);
    const question = pageOf(await people.pressOn(page, eraseLabel));
    expect(toPlainText(question.text)).toMatch(/3 requests.*1 request that waits or is at work.*What stays/s);
    expect(labelsOf(question)).toEqual([[confirmLabel, 'Keep it']]);
    expect(pageOf(await people.pressOn(question, 'Keep it'))).toEqual(page);
    expect((await pageFor({ language: 'ru' })).text).toMatch(/3 запроса с вашими словами/);

    const erased = pageOf(await people.pressOn(question, confirmLabel));
    expect(toPlainText(erased.text)).toMatch(/Erased.*1 request is being erased/s);
    expect(labelsOf(erased)).toEqual([]);
    // The same press may come twice.
    expect(toPlainText(pageOf(await people.pressOn(question, confirmLabel)).text)).toContain('Erased');
  });

  test('asks again when the question is old, and erases nothing', async () => {
    await people.painted('a fox');
    const { page } = await pageFor();
    const question = pageOf(await people.pressOn(page, eraseLabel));
    people.core.clock.nowMs += 10 * 60_000;
    const asked = pageOf(await people.pressOn(question, confirmLabel));
    expect(toPlainText(asked.text)).toContain('Shall I erase');
    expect((await pageFor()).text).toContain('1 request, with your words');
    expect(toPlainText(pageOf(await people.pressOn(asked, confirmLabel)).text)).toContain('Erased');
  });

  test('is about whoever presses, whosever page it was', async () => {
    await people.painted('a fox');
    const { page } = await pageFor();
    const stranger = { personId: 'test:ben' };
    const question = pageOf(await people.pressOn(page, eraseLabel, stranger));
    await people.pressOn(question, confirmLabel, stranger);
    expect((await pageFor()).text).toContain('1 request, with your words');
  });

  test('says that it goes for both who are linked', async () => {
    const offer = await people.core.core.linking.offer('discord:1');
    if (offer.kind !== 'code') throw new Error('Expected a code');
    await people.core.core.linking.join({ personId: 'telegram:1', code: offer.code });
    const { page, text } = await pageFor({ personId: 'telegram:1' });
    expect(text).toContain('This counts both of your linked accounts');
    const question = pageOf(await people.pressOn(page, eraseLabel, { personId: 'telegram:1' }));
    expect(toPlainText(question.text)).toContain('for both of your linked accounts');
  });

  test('copies nothing before it is sent', async () => {
    await people.painted('a fox');
    const reply = await people.pressOn((await pageFor()).page, copyLabel);
    if (reply.kind !== 'documents') throw new Error(`Expected documents, got ${reply.kind}`);
    await people.painted('an owl');
    const [file] = await reply.prepare();
    expect(new TextDecoder().decode(file?.bytes)).toMatch(/a fox.*an owl/s);
  });

  test('does not know every button', async () => {
    const id = buttonId({ action: 'privacy', argument: 'erase' });
    expect(await people.press(id)).toMatchObject({ kind: 'refusal' });
  });
});

test('a button says when its question was asked', () => {
  fc.assert(
    fc.property(fc.nat(4_000_000_000), (seconds) => {
      const step = { kind: 'erase', askedAtMs: seconds * 1_000 } as const;
      const argument = privacyButtonId(step).slice('e1:privacy:'.length);
      expect(readPrivacyStep(argument)).toEqual(step);
    }),
  );
});
