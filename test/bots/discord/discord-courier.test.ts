import { expect, test } from 'vitest';
import type { Address } from '../../../src/core/address.ts';
import { DeliveryError } from '../../../src/core/courier.ts';
import type { Generation } from '../../../src/core/generation.ts';
import type { Person } from '../../fakes/discord/control/person.ts';
import type { Channel } from '../../fakes/discord/entities.ts';
import type { Message } from '../../fakes/discord/message.ts';
import { made } from './support/accepting-core.ts';
import type { BotUnderTest } from './support/bot-under-test.ts';
import { startBot } from './support/bot-under-test.ts';
import { noisePicture, smallPicture } from './support/paint.ts';

const quarterHourMs = 15 * 60_000;

/** A clock that only moves when a test wants it to. */
function adjustableClock() {
  let aheadMs = 0;
  return {
    now: () => Date.now() + aheadMs,
    advance: (byMs: number) => {
      aheadMs += byMs;
    },
  };
}

async function accept(
  easel: BotUnderTest,
  { person, isPrivate = false, place }: { person: Person; isPrivate?: boolean; place?: Channel },
) {
  const index = easel.core.requests.length;
  const handle = person.slash({
    command: 'imagine',
    options: { prompt: 'a fox', private: isPrivate },
    ...(place === undefined ? {} : { in: place }),
  });
  await handle.acknowledged();
  return { handle, generation: await easel.core.acknowledged(index) };
}

async function deliver(easel: BotUnderTest, generation: Generation): Promise<Address> {
  return easel.courier.deliver(made(generation, [await smallPicture()]));
}

async function problemOf(delivery: Promise<unknown>): Promise<DeliveryError> {
  const error = await delivery.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof DeliveryError)) throw new Error('Expected a DeliveryError', { cause: error });
  return error;
}

/** A bot whose interaction has been answered and whose token has died since. */
async function startLate(setup: { isPrivate?: boolean; userInstalled?: boolean } = {}) {
  const clock = adjustableClock();
  const uncertain: string[] = [];
  const easel = await startBot({
    discord: { now: clock.now },
    courier: { onUncertain: (step) => void uncertain.push(step) },
  });
  const { discord } = easel;
  const ada = discord.person({ name: 'Ada', installedApp: setup.userInstalled ?? false });
  const eve = discord.person({ name: 'Eve' });
  const place = setup.userInstalled
    ? discord.guild({ name: 'foreign', hasBot: false }).general
    : discord.home.general;
  const accepted = await accept(easel, { person: ada, isPrivate: setup.isPrivate ?? false, place });
  clock.advance(quarterHourMs + 5 * 60_000);
  return { easel, discord, ada, eve, place, uncertain, ...accepted };
}

test('after the token has died a public answer still replaces its status message', async () => {
  const { easel, discord, generation, handle, place } = await startLate();
  await using _ = easel;
  await deliver(easel, generation);
  expect(handle.message()?.visibleAttachments).toHaveLength(1);
  expect(discord.messagesIn(place)).toHaveLength(1);
  expect(discord.requests.some(({ path }) => path.startsWith('/webhooks'))).toBe(false);
  expect(discord.violations).toEqual([]);
});

test('a token that dies before its time is noticed', async () => {
  await using easel = await startBot();
  const ada = easel.discord.person({ name: 'Ada' });
  const { generation, handle } = await accept(easel, { person: ada });
  handle.expireToken();
  await deliver(easel, generation);
  expect(handle.message()?.visibleAttachments).toHaveLength(1);
  expect(easel.discord.violations).toEqual([]);
});

test('a late answer whose status message was deleted comes as a new message for its person alone to notice', async () => {
  const { easel, discord, generation, handle, place, ada, eve } = await startLate();
  await using _ = easel;
  const status = handle.message();
  if (status === undefined) throw new Error('Expected a status message');
  eve.remove(status);
  await deliver(easel, generation);
  await deliver(easel, generation);
  const [again, ...more] = discord.messagesIn(place).filter(({ deleted }) => !deleted);
  expect(more).toEqual([]);
  expect(again?.visibleAttachments).toHaveLength(1);
  expect(again?.pings).toEqual([ada.id]);
  expect(discord.violations).toEqual([]);
});

test('a deleted status message is replaced while the token lives, too', async () => {
  await using easel = await startBot();
  const ada = easel.discord.person({ name: 'Ada' });
  const { generation, handle } = await accept(easel, { person: ada });
  const status = handle.message();
  if (status === undefined) throw new Error('Expected a status message');
  ada.remove(status);
  await deliver(easel, generation);
  const left = easel.discord.messagesIn(easel.discord.home.general).filter(({ deleted }) => !deleted);
  expect(left.map(({ visibleAttachments }) => visibleAttachments.length)).toEqual([1]);
  expect(easel.discord.violations).toEqual([]);
});

test('a late private answer goes to a direct message and never to the channel', async () => {
  const { easel, discord, generation, place, ada, eve } = await startLate({ isPrivate: true });
  await using _ = easel;
  await deliver(easel, generation);
  expect(discord.messagesIn(ada.direct).map(({ visibleAttachments }) => visibleAttachments.length)).toEqual([
    1,
  ]);
  expect(discord.messagesIn(place).filter((message) => eve.sees(message))).toEqual([]);
  expect(discord.requests.some(({ path }) => path.startsWith(`/channels/${place.id}`))).toBe(false);
  expect(discord.violations).toEqual([]);
});

test('a late private answer to someone who takes no direct messages is gone', async () => {
  const { easel, discord, generation, place, ada } = await startLate({ isPrivate: true });
  await using _ = easel;
  ada.acceptDirectMessages(false);
  expect((await problemOf(deliver(easel, generation))).problem).toBe('gone');
  expect(discord.messagesIn(place).flatMap(({ attachments }) => attachments)).toEqual([]);
  expect(discord.violations).toEqual([]);
});

test('where only the person has the app, a late answer goes to a direct message', async () => {
  const { easel, discord, generation, ada } = await startLate({ userInstalled: true });
  await using _ = easel;
  await deliver(easel, generation);
  expect(discord.messagesIn(ada.direct)).toHaveLength(1);
  expect(discord.violations).toEqual([]);
});

test.for(['the channel was deleted', 'the bot was removed', 'the bot lost its permissions'])(
  'when %s, a late public answer goes to a direct message',
  async (what) => {
    const { easel, discord, generation, place, ada } = await startLate();
    await using _ = easel;
    if (what === 'the channel was deleted') discord.deleteChannel(place);
    else if (what === 'the bot was removed') discord.home.removeBot();
    else discord.allowBot(place, []);
    await deliver(easel, generation);
    expect(discord.messagesIn(ada.direct)).toHaveLength(1);
    expect(discord.violations).toEqual([]);
  },
);

test('a dismissed ephemeral answer is given again, to the person alone', async () => {
  await using easel = await startBot();
  const [ada, eve] = [easel.discord.person({ name: 'Ada' }), easel.discord.person({ name: 'Eve' })];
  const { generation, handle } = await accept(easel, { person: ada, isPrivate: true });
  const status = handle.message();
  if (status === undefined) throw new Error('Expected a status message');
  ada.remove(status);
  await deliver(easel, generation);
  const [again] = handle.followUps();
  if (again === undefined) throw new Error('Expected another message');
  expect([ada.sees(again), eve.sees(again)]).toEqual([true, false]);
  expect(again.visibleAttachments).toHaveLength(1);
  expect(easel.discord.violations).toEqual([]);
});

test('an answer that is delivered again stays one message with the same pictures', async () => {
  await using easel = await startBot();
  const { generation, handle } = await accept(easel, { person: easel.discord.person({ name: 'Ada' }) });
  await deliver(easel, generation);
  await deliver(easel, generation);
  expect(handle.message()?.attachments).toHaveLength(1);
  expect(easel.discord.messagesIn(easel.discord.home.general)).toHaveLength(1);
  expect(easel.discord.violations).toEqual([]);
});

test.for([
  ['a server error', { kind: 'status', status: 502 }],
  ['a reset before it was processed', { kind: 'reset', when: 'before' }],
  ['a reset in the middle of the upload', { kind: 'reset', when: 'upload' }],
  ['a lost answer', { kind: 'lost-answer', status: 504 }],
] as const)('%s ends a delivery as temporary, after one single attempt', async ([, effect]) => {
  await using easel = await startBot();
  const { discord } = easel;
  const { generation, handle } = await accept(easel, { person: discord.person({ name: 'Ada' }) });
  const fault = discord.faults.add({ method: 'PATCH', path: /@original$/, times: 10, effect });
  expect(await problemOf(deliver(easel, generation))).toMatchObject({ problem: 'temporary' });
  expect(fault.hits).toBe(1);
  discord.faults.clear();
  await deliver(easel, generation);
  expect(handle.message()?.visibleAttachments).toHaveLength(1);
  expect(discord.violations).toEqual([]);
});

test('a long rate limit is handed to the outbox with its wait', async () => {
  await using easel = await startBot();
  const { discord } = easel;
  const { generation } = await accept(easel, { person: discord.person({ name: 'Ada' }) });
  const effect = { kind: 'rate-limit', retryAfterSeconds: 40, scope: 'user' } as const;
  const fault = discord.faults.add({ method: 'PATCH', path: /@original$/, times: 5, effect });
  const problem = await problemOf(deliver(easel, generation));
  expect(problem.problem).toBe('temporary');
  expect(problem.retryAfterMs).toBeGreaterThanOrEqual(40_000);
  expect(fault.hits).toBe(1);
});

test('a short rate limit is waited out', async () => {
  await using easel = await startBot();
  const { discord } = easel;
  const { generation, handle } = await accept(easel, { person: discord.person({ name: 'Ada' }) });
  const effect = { kind: 'rate-limit', retryAfterSeconds: 1, scope: 'user' } as const;
  discord.faults.add({ method: 'PATCH', path: /@original$/, effect });
  await deliver(easel, generation);
  expect(handle.message()?.visibleAttachments).toHaveLength(1);
});

test('a refused bot token says nothing of the answer, which arrives once it is accepted', async () => {
  const { easel, discord, generation, handle } = await startLate();
  await using _ = easel;
  discord.faults.add({ method: 'PATCH', path: /^\/channels/, effect: { kind: 'status', status: 401 } });
  expect((await problemOf(deliver(easel, generation))).problem).toBe('unauthorised');
  await deliver(easel, generation);
  expect(handle.message()?.visibleAttachments).toHaveLength(1);
});

test('a message that Discord finds invalid is rejected, and the error holds neither prompt nor token', async () => {
  await using easel = await startBot();
  const { discord } = easel;
  const { generation, handle } = await accept(easel, { person: discord.person({ name: 'Ada' }) });
  const effect = { kind: 'status', status: 400, code: 50035, message: 'Invalid: a fox' } as const;
  discord.faults.add({ method: 'PATCH', path: /@original$/, effect });
  const problem = await problemOf(deliver(easel, generation));
  expect(problem.problem).toBe('rejected');
  const told = JSON.stringify(problem, Object.getOwnPropertyNames(problem)) + String(problem.cause);
  expect(told).toContain('50035');
  expect(told).not.toContain('fox');
  expect(told).not.toContain(handle.token);
});

test('a first answer whose confirmation was lost is found, and nothing is said twice', async () => {
  await using easel = await startBot();
  const { discord } = easel;
  discord.faults.add({ path: /callback$/, effect: { kind: 'reset', when: 'after' } });
  const { generation, handle } = await accept(easel, { person: discord.person({ name: 'Ada' }) });
  expect(generation.address.messageId).toBe(handle.message()?.id);
  expect(discord.messagesIn(discord.home.general)).toHaveLength(1);
  expect(discord.violations).toEqual([]);
});

test('a first answer that is given again after a crash finds the one that is there', async () => {
  await using easel = await startBot();
  const { courier, discord } = easel;
  discord.faults.add({ path: /callback$/, effect: { kind: 'lost-answer', status: 502 } });
  const { generation, handle } = await accept(easel, { person: discord.person({ name: 'Ada' }) });
  const { messageId, ...forgotten } = generation.address;
  const again = await courier.acknowledge({ generation: { ...generation, address: forgotten }, ahead: 0 });
  expect(again.messageId).toBe(messageId);
  expect(messageId).toBe(handle.message()?.id);
  expect(discord.violations).toEqual([]);
});

test.for([
  ['a server error', { kind: 'status', status: 503 }],
  ['a reset', { kind: 'reset', when: 'before' }],
  ['a rate limit', { kind: 'rate-limit', retryAfterSeconds: 1, scope: 'shared' }],
] as const)('a first answer gets through %s', async ([, effect]) => {
  await using easel = await startBot();
  const { discord } = easel;
  discord.faults.add({ path: /callback$/, effect });
  const { generation, handle } = await accept(easel, { person: discord.person({ name: 'Ada' }) });
  expect(generation.address.messageId).toBe(handle.message()?.id);
  expect(discord.violations).toEqual([]);
});

test('an interaction that is over cannot be answered: gone', async () => {
  await using easel = await startBot();
  const { core, discord } = easel;
  const hold = discord.faults.add({ path: /callback$/, effect: { kind: 'hold' } });
  const handle = discord.person({ name: 'Ada' }).slash({ command: 'imagine', options: { prompt: 'x' } });
  await hold.happened();
  handle.expireToken();
  hold.release();
  expect(await problemOf(core.acknowledged())).toMatchObject({ problem: 'gone' });
  expect(discord.violations).toEqual([]);
});

test('an interaction that ended while its answer was lost is gone as well', async () => {
  await using easel = await startBot();
  const { core, discord } = easel;
  const lost = discord.faults.add({ path: /callback$/, effect: { kind: 'reset', when: 'before' } });
  const handle = discord.person({ name: 'Ada' }).slash({ command: 'imagine', options: { prompt: 'x' } });
  await lost.happened();
  handle.expireToken();
  expect(await problemOf(core.acknowledged())).toMatchObject({ problem: 'gone' });
});

test('progress shows the newest state and never comes after the final answer', async () => {
  await using easel = await startBot();
  const { courier, discord } = easel;
  const { generation, handle } = await accept(easel, { person: discord.person({ name: 'Ada' }) });
  for (let ahead = 40; ahead > 20; ahead -= 1) courier.progress({ generation, ahead });
  await handle.waitForMessage(({ text }) => text.includes('**21** requests'), 'the newest place in line');
  const edits = () => discord.requests.filter(({ method }) => method === 'PATCH');
  expect(edits().length).toBeLessThanOrEqual(2);

  const outcome = made(generation, [await smallPicture()]);
  const hold = discord.faults.add({ method: 'PATCH', path: /@original$/, effect: { kind: 'hold' } });
  courier.progress({ generation, ahead: 9 });
  await hold.happened();
  courier.progress({ generation, ahead: 8 });
  const delivered = courier.deliver(outcome);
  hold.release();
  await delivered;
  courier.progress({ generation: { ...generation, state: 'made' }, ahead: 7 });
  // It was looked up before the answer, and comes after it.
  courier.progress({ generation: { ...generation, state: 'running' }, ahead: undefined });
  // Another message that is paced alike: when its turn has come, that of the first one has been.
  const other = await accept(easel, { person: discord.person({ name: 'Ben' }) });
  courier.progress({ generation: other.generation, ahead: 5 });
  await other.handle.waitForMessage(({ text }) => text.includes('**5** requests'), 'the place of the other');
  const texts = edits()
    .filter(({ path }) => path.includes(handle.interaction.token))
    .map(({ body }) => JSON.stringify(body));
  expect(texts.at(-1)).toContain('attachment://');
  expect(texts.some((text) => text.includes('**8** requests'))).toBe(false);
  expect(handle.message()?.visibleAttachments).toHaveLength(1);
});

test('progress that is past when its turn comes is not shown', async () => {
  await using easel = await startBot();
  const { courier, discord } = easel;
  const { generation, handle } = await accept(easel, { person: discord.person({ name: 'Ada' }) });
  const asked = Promise.withResolvers<void>();
  const isCurrent = async () => {
    asked.resolve();
    return false;
  };
  courier.progress({ generation, ahead: 9, isCurrent });
  await asked.promise;
  courier.progress({ generation, ahead: 8, isCurrent: async () => true });
  await handle.waitForMessage(({ text }) => text.includes('**8** requests'), 'the place that is still so');
  expect(discord.requests.filter(({ method }) => method === 'PATCH')).toHaveLength(1);
});

test("progress that fails is nobody's problem", async () => {
  await using easel = await startBot();
  const { courier, discord, log } = easel;
  const { generation, handle } = await accept(easel, { person: discord.person({ name: 'Ada' }) });
  const fault = discord.faults.add({ method: 'PATCH', effect: { kind: 'status', status: 500 } });
  courier.progress({ generation, ahead: 9 });
  await fault.happened();
  courier.progress({ generation, ahead: 8 });
  await handle.waitForMessage(({ text }) => text.includes('**8** requests'), 'the next state');
  expect(log.entries.filter(({ level }) => level === 'error')).toEqual([]);
});

test.each([
  ['finds too large', async () => (await smallPicture()).bytes],
  ['never gets, since it cannot be read', undefined],
])('a draft that Discord %s is tried once, and the words go on', async (_, read) => {
  await using easel = await startBot();
  const { courier, discord } = easel;
  const { generation, handle } = await accept(easel, { person: discord.person({ name: 'Ada' }) });
  let reads = 0;
  const [painted] = made(generation, [await smallPicture()]).pictures;
  if (painted === undefined) throw new Error('Expected a picture');
  const picture = {
    ...painted,
    role: 'draft' as const,
    read: () => {
      reads += 1;
      return read?.() ?? Promise.reject(new Error('the file is gone'));
    },
  };
  const draft = { generation: { ...generation, state: 'delivered' as const, costMicros: 400 }, picture };
  if (read !== undefined) discord.faults.add({ method: 'PATCH', effect: { kind: 'status', status: 413 } });
  courier.progress({ generation, ahead: 9, draft });
  await handle.waitForMessage(({ text }) => text.includes('**9** requests'), 'the words');
  courier.progress({ generation, ahead: 8, draft });
  await handle.waitForMessage(({ text }) => text.includes('**8** requests'), 'the next words');
  expect(handle.message()?.visibleAttachments).toEqual([]);
  expect(reads).toBe(1);
});

test('a failure is told in the same message', async () => {
  await using easel = await startBot();
  const { courier, discord } = easel;
  const { generation, handle } = await accept(easel, { person: discord.person({ name: 'Ada' }) });
  const failure = {
    code: 'content-refused',
    mayRetryHelp: false,
    wasCharged: false,
    reference: 'ABCD2345',
  } as const;
  await courier.deliver({
    generation: { ...generation, state: 'failed', failure },
    pictures: [],
    isOwed: async () => true,
  });
  expect(handle.message()?.text).toContain('safety filter');
  expect(handle.message()?.attachments).toEqual([]);
  expect(discord.violations).toEqual([]);
});

test('in an archived thread a late answer comes as a new message, which opens the thread again', async () => {
  const { easel, discord, generation, place, ada } = await startLate();
  await using _ = easel;
  const effect = { kind: 'status', status: 400, code: 50083 } as const;
  discord.faults.add({ method: 'PATCH', path: /^\/channels/, effect });
  await deliver(easel, generation);
  expect(discord.messagesIn(place).at(-1)?.pings).toEqual([ada.id]);
  expect(discord.violations).toEqual([]);
});

test('an upload that something on the way finds too large is made smaller', async () => {
  await using easel = await startBot();
  const { discord } = easel;
  const { generation, handle } = await accept(easel, { person: discord.person({ name: 'Ada' }) });
  discord.faults.add({ method: 'PATCH', effect: { kind: 'status', status: 413 } });
  await easel.courier.deliver(made(generation, [await noisePicture(128, 'jpeg')]));
  const [first, second] = discord.requests
    .filter(({ method }) => method === 'PATCH')
    .map(({ files }) => files[0]);
  expect(second?.sizeBytes).toBeLessThan(first?.sizeBytes ?? 0);
  expect(handle.message()?.visibleAttachments).toHaveLength(1);
  expect(discord.violations).toEqual([]);
});

test.for([
  ['only markup', '*_~|`>#'.repeat(600).slice(0, 4_000)],
  ['only emoji', '🦊'.repeat(2_000)],
  ['right to left', 'שלום '.repeat(800)],
  ['many lines', '# x\n'.repeat(1_000)],
  ['a single word', 'a'.repeat(4_000)],
] as const)('the longest prompt, %s, is answered and keeps its facts', async ([, prompt]) => {
  await using easel = await startBot();
  const { core, discord } = easel;
  const handle = discord.person({ name: 'Ada' }).slash({ command: 'imagine', options: { prompt } });
  const generation = await core.acknowledged();
  await deliver(easel, generation);
  expect(handle.message()?.text).toContain('4242');
  expect(handle.message()?.text.length).toBeLessThanOrEqual(4_000);
  expect(handle.message()?.visibleAttachments).toHaveLength(1);
  expect(discord.violations).toEqual([]);
});

test('a new message whose confirmation was lost is not posted a second time', async () => {
  const { easel, discord, generation, handle, place, eve } = await startLate();
  await using _ = easel;
  const status = handle.message();
  if (status === undefined) throw new Error('Expected a status message');
  eve.remove(status);
  const fault = discord.faults.add({
    method: 'POST',
    path: /messages$/,
    effect: { kind: 'reset', when: 'after' },
  });
  await deliver(easel, generation);
  expect(fault.hits).toBe(1);
  expect(discord.messagesIn(place).filter(({ deleted }) => !deleted)).toHaveLength(1);
  expect(discord.violations).toEqual([]);
});

test('a new message that cannot be confirmed at all is handed to the outbox, and the log tells of the risk', async () => {
  const { easel, discord, generation, uncertain } = await startLate({ isPrivate: true });
  await using _ = easel;
  discord.faults.add({
    method: 'POST',
    path: /messages$/,
    times: 3,
    effect: { kind: 'status', status: 502 },
  });
  expect((await problemOf(deliver(easel, generation))).problem).toBe('temporary');
  expect(easel.log.entries.map(({ message }) => message)).toContain('this answer may come to appear twice');
  expect(uncertain).toEqual(['answer']);
  await deliver(easel, generation);
});

test('a status can be cancelled, and the answer that replaces it cannot', async () => {
  await using easel = await startBot();
  const { courier } = easel;
  const { generation, handle } = await accept(easel, { person: easel.discord.person({ name: 'Ada' }) });
  expect(labelsOf(handle.message())).toEqual(['✕ Cancel']);
  courier.progress({ generation: { ...generation, state: 'running' }, ahead: undefined });
  await handle.waitForMessage(({ text }) => text.includes('Painting'), 'that it is painted');
  expect(labelsOf(handle.message())).toEqual(['✕ Cancel']);
  await courier.deliver(made(generation, await Promise.all([smallPicture(), smallPicture('#111')])));
  const buttons = handle.message()?.buttons.map(({ component }) => component);
  expect(buttons?.map(({ label }) => label)).toContain('✨ Vary 2');
  expect(labelsOf(handle.message())).not.toContain('✕ Cancel');
  expect(buttons?.find(({ label }) => label === '🔁 Again')).toMatchObject({ style: 1 });
  expect(buttons?.find(({ label }) => label === '🗑 Delete')).toMatchObject({ style: 4 });
  expect(buttons?.find(({ label }) => label === '⭐ Favourite')).toMatchObject({ style: 2 });
  expect(easel.discord.violations).toEqual([]);
});

test('however an answer arrives, it carries its buttons', async () => {
  const { easel, discord, generation, handle, place, ada, eve } = await startLate();
  await using _ = easel;
  const again = '🔁 Again';
  await deliver(easel, generation);
  const status = handle.message();
  expect(labelsOf(status)).toContain(again);

  if (status !== undefined) eve.remove(status);
  await deliver(easel, generation);
  expect(labelsOf(discord.messagesIn(place).at(-1))).toContain(again);

  discord.home.removeBot();
  await deliver(easel, generation);
  expect(labelsOf(discord.messagesIn(ada.direct).at(-1))).toContain(again);
  expect(discord.violations).toEqual([]);
});

test('an ephemeral answer that is given again carries its buttons, too', async () => {
  await using easel = await startBot();
  const ada = easel.discord.person({ name: 'Ada' });
  const { generation, handle } = await accept(easel, { person: ada, isPrivate: true });
  const status = handle.message();
  if (status !== undefined) ada.remove(status);
  await deliver(easel, generation);
  expect(labelsOf(handle.followUps()[0])).toContain('🔁 Again');
});

test.for(['its status', 'a message in the channel', 'a direct message'])(
  'an answer that ended up as %s can be taken away from its address',
  async (where) => {
    const { easel, discord, generation, handle, place, ada } = await startLate();
    await using _ = easel;
    const status = handle.message();
    if (status === undefined) throw new Error('Expected a status message');
    if (where !== 'its status') ada.remove(status);
    if (where === 'a direct message') discord.allowBot(place, []);
    const address = await deliver(easel, generation);
    const shown = [...discord.messagesIn(place), ...discord.messagesIn(ada.direct)].find(isShown);
    expect(address).toMatchObject({ channelId: shown?.channel.id, messageId: shown?.id });
    await easel.courier.retract({ ...generation, address });
    expect(shown?.deleted).toBe(true);
    expect(discord.violations).toEqual([]);
  },
);

test.for([true, false])(
  'a further answer through the token can be taken away from its address (private: %s)',
  async (isPrivate) => {
    await using easel = await startBot();
    const { discord } = easel;
    const ada = discord.person({ name: 'Ada', installedApp: true });
    const foreign = discord.guild({ name: 'foreign', hasBot: false }).general;
    const place = isPrivate ? discord.home.general : foreign;
    const { generation, handle } = await accept(easel, { person: ada, isPrivate, place });
    const status = handle.message();
    if (status === undefined) throw new Error('Expected a status message');
    ada.remove(status);
    const address = await deliver(easel, generation);
    const [shown] = handle.followUps();
    expect(address.messageId).toBe(shown?.id);
    await easel.courier.retract({ ...generation, address });
    expect(shown?.deleted).toBe(true);
    expect(discord.violations).toEqual([]);
  },
);

test('an answer that was deleted on its way goes no further', async () => {
  const { easel, discord, generation, handle, place, ada } = await startLate();
  await using _ = easel;
  const status = handle.message();
  if (status === undefined) throw new Error('Expected a status message');
  ada.remove(status);
  const outcome = { ...made(generation, [await smallPicture()]), isOwed: async () => false };
  expect(await easel.courier.deliver(outcome)).toEqual(generation.address);
  expect([...discord.messagesIn(place), ...discord.messagesIn(ada.direct)].filter(isShown)).toEqual([]);
});

test('an answer that cannot be taken away is a warning, no fault', async () => {
  const { easel, generation } = await startLate({ isPrivate: true });
  await using _ = easel;
  await easel.courier.retract(generation);
  const said = easel.log.entries.filter(({ level }) => level === 'warn' || level === 'error');
  expect(said.map(({ message }) => message)).toEqual(['an answer that was deleted on its way still stands']);
});

function isShown({ deleted, visibleAttachments }: Message): boolean {
  return !deleted && visibleAttachments.length > 0;
}

function labelsOf(message: Message | undefined): readonly (string | undefined)[] {
  return message?.buttons.map(({ component }) => component.label) ?? [];
}
