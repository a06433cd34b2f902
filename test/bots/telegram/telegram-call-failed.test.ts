import { GrammyError, HttpError } from 'grammy';
import { expect, test } from 'vitest';
import {
  cannotBeEdited,
  TelegramCallFailed,
  toCallFailed,
} from '../../../src/bots/telegram/telegram-call-failed.ts';

function refusal(error_code: number, description: string, parameters = {}): GrammyError {
  return new GrammyError(
    "Call to 'sendMessage' failed!",
    { ok: false, error_code, description, parameters },
    'sendMessage',
    { chat_id: 1, text: 'a secret garden' },
  );
}

test.each([
  [
    400,
    'Bad Request: message is not modified: specified new message content and reply markup are exactly the same',
    'not-modified',
  ],
  [400, 'Bad Request: message to edit not found', 'message-gone'],
  [400, "Bad Request: message can't be edited", 'message-gone'],
  [400, 'Bad Request: there is no text in the message to edit', 'message-gone'],
  [400, 'Bad Request: chat not found', 'place-closed'],
  [400, 'Bad Request: not enough rights to send photos to the chat', 'place-closed'],
  [400, 'Bad Request: TOPIC_CLOSED', 'place-closed'],
  [400, 'Bad Request: TOPIC_DELETED', 'place-closed'],
  [400, 'Bad Request: CHAT_SEND_PHOTOS_FORBIDDEN', 'place-closed'],
  [400, 'Bad Request: CHAT_ADMIN_REQUIRED', 'place-closed'],
  [400, 'Bad Request: group chat was deactivated', 'place-closed'],
  [400, 'Bad Request: USER_IS_BLOCKED', 'place-lost'],
  [400, 'Bad Request: CHANNEL_PRIVATE', 'place-lost'],
  [400, 'Bad Request: file is too big', 'too-large'],
  [400, 'Bad Request: PHOTO_INVALID_DIMENSIONS', 'photo-refused'],
  [400, 'Bad Request: something that nobody has seen yet', 'rejected'],
  [401, 'Unauthorized', 'token-refused'],
  [403, 'Forbidden: bot was blocked by the user', 'place-lost'],
  [403, 'Forbidden: bot was kicked from the supergroup chat', 'place-lost'],
  [403, 'Forbidden: user is deactivated', 'place-lost'],
  [403, 'Forbidden: words that nobody has seen yet', 'place-lost'],
  [403, 'Forbidden: CHAT_WRITE_FORBIDDEN', 'place-closed'],
  [404, 'Not Found', 'token-refused'],
  [409, 'Conflict: terminated by other getUpdates request', 'other-poller'],
  [413, 'Request Entity Too Large', 'too-large'],
  [500, 'Internal Server Error', 'unanswered'],
  [502, 'Bad Gateway', 'unanswered'],
])('%i %s', (code, description, failure) => {
  expect(toCallFailed('sendMessage', refusal(code, description))).toMatchObject({ failure, code });
});

test('a pause and a move are told in figures', () => {
  expect(
    toCallFailed('sendMessage', refusal(429, 'Too Many Requests: retry after 7', { retry_after: 7 })),
  ).toMatchObject({
    failure: 'rate-limited',
    retryAfterMs: 7_000,
  });
  const moved = refusal(400, 'Bad Request: group chat was upgraded to a supergroup chat', {
    migrate_to_chat_id: -1_001,
  });
  expect(toCallFailed('sendMessage', moved)).toMatchObject({ failure: 'migrated', migratedToChatId: -1_001 });
});

test('neither the token nor what people wrote is in the error', () => {
  const network = new HttpError(
    "Network request for 'sendMessage' failed!",
    new Error('request to http://localhost/bot7:SECRET/sendMessage failed'),
  );
  for (const error of [
    toCallFailed('sendMessage', network),
    toCallFailed('sendMessage', refusal(400, 'Bad Request: a secret garden')),
  ]) {
    expect(error).toBeInstanceOf(TelegramCallFailed);
    const told =
      error instanceof Error
        ? `${error.message} ${error.stack} ${String(error.cause)} ${JSON.stringify(error)}`
        : '';
    expect(told).not.toContain('SECRET');
    expect(told).not.toContain('secret garden');
  }
});

test('a bug is no failed call', () => {
  const bug = new TypeError('a bug');
  expect(toCallFailed('sendMessage', bug)).toBe(bug);
});

test('an edit is given up for a new message only when it was refused, never when it may have arrived', () => {
  const givenUp = [400, 403, 429, 500].map((code) =>
    cannotBeEdited(toCallFailed('editMessageText', refusal(code, 'words'))),
  );
  expect(givenUp).toEqual([true, false, false, false]);
  expect(cannotBeEdited(new TelegramCallFailed({ method: 'editMessageText', failure: 'not-modified' }))).toBe(
    false,
  );
});
