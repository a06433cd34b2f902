import type { SeenMessage } from '../e2e/support/playground-visitor.ts';
import { PlaygroundVisitor, wordsOf } from '../e2e/support/playground-visitor.ts';
import type { ChatBotSubject, ChatPerson, ChatRequest } from './chat-bot-subject.ts';

const people: Readonly<Record<string, string>> = { Ada: 'ada', Аня: 'ada', Ben: 'ben', Cleo: 'cleo' };

/** One room for everybody; what a request came to is what was not there before. */
export const playgroundSubject: ChatBotSubject = {
  name: 'the playground',
  environment: { DISCORD_TOKEN: '', TELEGRAM_TOKEN: '' },
  person({ url }, name, language = 'en'): ChatPerson {
    const person = people[name] ?? 'ada';
    const visitor = new PlaygroundVisitor({ person, language, url });
    const stranger = new PlaygroundVisitor({ person: person === 'ben' ? 'cleo' : 'ben', url });
    const follow = (command: string, options: Readonly<Record<string, unknown>> = {}): ChatRequest => {
      const asked = (async () => {
        const before = new Set((await visitor.look()).map(({ key }) => key));
        const answer = await visitor.use(command, { options });
        if (!answer.ok) throw new Error(`Expected an answer, got ${answer.status}`);
        return before;
      })();
      asked.catch(() => {});
      const news = async (messages: readonly SeenMessage[]) => {
        const before = await asked;
        return messages.filter(({ author, key }) => author === 'easel' && !before.has(key));
      };
      const find = async <Found>(
        pick: (messages: readonly SeenMessage[]) => Found | undefined,
        what: string,
        timeoutMs?: number,
      ): Promise<Found> => {
        const before = await asked;
        return visitor.waitFor(
          (messages) => pick(messages.filter(({ author, key }) => author === 'easel' && !before.has(key))),
          what,
          timeoutMs,
        );
      };
      return {
        text: (matching, timeoutMs) =>
          find(
            (messages) => messages.map(wordsOf).find((words) => matching.test(words)),
            `${matching}`,
            timeoutMs,
          ),
        pictures: async (count, timeoutMs) => {
          const isDone = ({ pictures }: SeenMessage) => pictures.length === count;
          const { pictures } = await find(
            (messages) => messages.find(isDone),
            `${count} pictures`,
            timeoutMs,
          );
          return Promise.all(pictures.map((picture) => visitor.picture(picture.url)));
        },
        seenByOthers: async () => {
          const all = await stranger.look();
          const answers = await news(all);
          return {
            texts: all.map(wordsOf),
            pictureCount: answers.flatMap(({ pictures }) => pictures).length,
          };
        },
      };
    };
    return {
      name,
      imagine: (wish) => follow('imagine', { ...wish }),
      say: (command) => follow(command),
    };
  },
  violations: () => [],
};
