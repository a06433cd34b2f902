import { DiscordAPIError, HTTPError, RateLimitError } from 'discord.js';
import { expect, test } from 'vitest';
import { closedWays } from '../../../src/bots/discord/delivery-ways.ts';
import type { CallFailure } from '../../../src/bots/discord/discord-call-failed.ts';
import { DiscordCallFailed, toCallFailed } from '../../../src/bots/discord/discord-call-failed.ts';

const url = 'https://discord.com/api/v10/webhooks/1/a-secret-token';
const body = { files: undefined, body: { content: 'words of a person' } };

function refused(status: number, code: number | undefined, errors?: object): DiscordAPIError {
  // Without a code it is the body of something between us and the platform.
  const raw =
    code === undefined
      ? { error: 'nope' }
      : { code, message: 'words of a person', ...(errors ? { errors } : {}) };
  return new DiscordAPIError(raw as never, code ?? 'nope', status, 'PATCH', url, body);
}

const cases: readonly (readonly [number, number | undefined, CallFailure])[] = [
  [404, 10003, 'place-closed'],
  [404, 10008, 'message-gone'],
  [404, 10013, 'person-unreachable'],
  [404, 10015, 'interaction-over'],
  [404, 10062, 'interaction-over'],
  [401, 50027, 'interaction-over'],
  [400, 40060, 'already-answered'],
  [400, 40005, 'too-large'],
  [413, 40005, 'too-large'],
  [413, undefined, 'too-large'],
  [403, 50001, 'place-closed'],
  [403, 50007, 'person-unreachable'],
  [403, 50278, 'person-unreachable'],
  [403, 50013, 'place-closed'],
  [400, 50083, 'thread-archived'],
  [400, 160005, 'place-closed'],
  [403, 40333, 'unanswered'],
  [403, undefined, 'unanswered'],
  [401, 0, 'bot-token-refused'],
  [400, 20022, 'rate-limited'],
  [429, 30046, 'rate-limited'],
  [403, 50005, 'message-gone'],
  [403, 50009, 'place-closed'],
  [400, 50024, 'place-closed'],
  [400, 50035, 'rejected'],
  [400, 999_999, 'rejected'],
];

test.for(cases)('status %s with code %s means %s', ([status, code, failure]) => {
  expect(toCallFailed('edit-original', refused(status, code))).toMatchObject({ failure, status });
});

test('server errors, broken connections, time-outs and broken bodies leave the call unanswered', () => {
  const errors = [
    new HTTPError(503, 'nope', 'PATCH', url, body),
    Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' }),
    new DOMException('aborted', 'AbortError'),
    new DOMException('too late', 'TimeoutError'),
    new SyntaxError('Unexpected end of JSON input'),
  ];
  for (const error of errors) expect(toCallFailed('x', error)).toMatchObject({ failure: 'unanswered' });
});

test('a rate limit tells its wait', () => {
  const limit = {
    timeToReset: 700,
    limit: 5,
    method: 'PATCH',
    hash: 'x',
    url,
    route: 'x',
    majorParameter: 'x',
    global: false,
  };
  const told = new RateLimitError({ ...limit, retryAfter: 3_050, sublimitTimeout: 0, scope: 'user' });
  expect(toCallFailed('x', told)).toMatchObject({ failure: 'rate-limited', retryAfterMs: 3_050 });
});

test('a bug stays the bug that it is', () => {
  const bug = new TypeError('x is not a function');
  expect(toCallFailed('x', bug)).toBe(bug);
});

test('the error tells where a body was wrong, and neither words nor tokens', () => {
  const errors = {
    components: {
      0: { content: { _errors: [{ code: 'BASE_TYPE_MAX_LENGTH', message: 'words of a person' }] } },
    },
  };
  const failed = toCallFailed('edit-original', refused(400, 50035, errors));
  if (!(failed instanceof DiscordCallFailed)) throw new Error('Expected a failed call');
  expect(failed.faults).toEqual(['components.0.content: BASE_TYPE_MAX_LENGTH']);
  const told = `${failed.message} ${failed.stack} ${JSON.stringify(failed)}`;
  expect(told).toContain('components.0.content');
  expect(told).not.toMatch(/words|secret/);
  expect(failed.cause).toBeUndefined();
});

test('only what says something about a place closes ways to it', () => {
  expect(closedWays('interaction-over')).toEqual(['original', 'follow-up']);
  expect(closedWays('place-closed')).toEqual(['status-message', 'channel']);
  for (const failure of [
    'unanswered',
    'rate-limited',
    'rejected',
    'too-large',
    'bot-token-refused',
  ] as const) {
    expect(closedWays(failure)).toBeUndefined();
  }
});
