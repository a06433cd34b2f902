import type { Message } from 'grammy/types';
import type { World } from '../e2e/support/easel-under-test.ts';
import { webhookEnvironment } from '../e2e/support/webhook-environment.ts';
import type { ChatBotSubject, ChatPerson, ChatRequest, ChatWish } from './chat-bot-subject.ts';

/** Each person asks in a group of their own, so that what belongs together is easy to tell. */
export const telegramSubject: ChatBotSubject = {
  name: 'Telegram',
  person({ world: { telegram } }, name, language = 'en'): ChatPerson {
    const person = telegram.person({ name, languageCode: language, startedBot: true });
    const group = telegram.group({ title: `${name} and others`, kind: 'supergroup', members: [person] });
    const own = person.privateChat();

    const follow = (text: string): ChatRequest => {
      const known = new Set(own.botMessages().map(({ message_id }) => message_id));
      const { message: asked } = group.send(person, text);
      // In a group every answer replies to what it answers.
      const news = () => [
        ...group
          .botMessages()
          .filter(({ reply_to_message }) => reply_to_message?.message_id === asked.message_id)
          .map((message) => ({ chat: group, message })),
        ...own
          .botMessages()
          .filter(({ message_id }) => !known.has(message_id))
          .map((message) => ({ chat: own, message })),
      ];
      return {
        text: (matching, timeoutMs) =>
          group.waitFor(
            () =>
              news()
                .map(({ message }) => wordsOf(message))
                .find((words) => matching.test(words)),
            `${matching}`,
            timeoutMs,
          ),
        pictures: (count, timeoutMs) =>
          group.waitFor(
            () => {
              const pictures = news().flatMap(({ chat, message }) =>
                message.photo || message.document ? [chat.picture(message)] : [],
              );
              return pictures.length === count ? pictures : undefined;
            },
            `${count} pictures`,
            timeoutMs,
          ),
        seenByOthers: async () => {
          const seen = news().filter(({ chat }) => chat === group);
          return {
            texts: seen.map(({ message }) => wordsOf(message)),
            pictureCount: seen.filter(({ message }) => message.photo || message.document).length,
          };
        },
      };
    };
    return {
      name,
      imagine: (wish) => follow(`/imagine@${telegram.bot.username} ${toFlags(wish)}`),
      say: (command) => follow(`/${command}@${telegram.bot.username}`),
    };
  },
  violations: ({ telegram }: World) => telegram.violations.map((violation) => JSON.stringify(violation)),
};

/** The same people, with a bot to which Telegram brings what they write. */
export const telegramWebhookSubject: ChatBotSubject = {
  ...telegramSubject,
  name: 'Telegram by webhook',
  environment: webhookEnvironment,
  person(place, name, language) {
    place.world.telegram.proxyTo(() => [place.url()]);
    return telegramSubject.person(place, name, language);
  },
};

function toFlags({ prompt, private: isPrivate, ...values }: ChatWish): string {
  const flags = Object.entries(values).map(([name, value]) => `--${name} ${value}`);
  return [...flags, ...(isPrivate ? ['--private'] : []), prompt].join(' ');
}

function wordsOf(message: Pick<Message, 'text' | 'caption'>): string {
  return message.text ?? message.caption ?? '';
}
