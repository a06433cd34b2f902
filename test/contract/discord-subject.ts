import type { World } from '../e2e/support/easel-under-test.ts';
import type { InteractionHandle } from '../fakes/discord/control/interaction-handle.ts';
import type { ChatBotSubject, ChatPerson, ChatRequest, ChatWish } from './chat-bot-subject.ts';

export const discordSubject: ChatBotSubject = {
  name: 'Discord',
  person({ world: { discord } }, name, language = 'en-US'): ChatPerson {
    const person = discord.person({ name, locale: language });
    const stranger = discord.person({ name: `someone beside ${name}` });
    const follow = (interaction: InteractionHandle): ChatRequest => ({
      text: async (matching, timeoutMs) => {
        const message = await interaction.waitForMessage(
          ({ text }) => matching.test(text),
          `${matching}`,
          timeoutMs,
        );
        return message.text;
      },
      pictures: async (count, timeoutMs) => {
        const message = await interaction.waitForMessage(
          ({ visibleAttachments }) => visibleAttachments.length === count,
          `${count} pictures`,
          timeoutMs,
        );
        return discord.pictures(message);
      },
      seenByOthers: async () => {
        const messages = [interaction.message(), ...interaction.followUps()]
          .filter((message) => message !== undefined)
          .filter((message) => stranger.sees(message));
        return {
          texts: messages.map(({ text }) => text),
          pictureCount: messages.flatMap(({ visibleAttachments }) => visibleAttachments).length,
        };
      },
    });
    return {
      name,
      imagine: (wish: ChatWish) => follow(person.slash({ command: 'imagine', options: { ...wish } })),
      say: (command) => follow(person.slash({ command })),
    };
  },
  violations: ({ discord }: World) => discord.violations,
};
