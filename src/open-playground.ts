import { PlaygroundBot } from './bots/playground/playground-bot.ts';
import { PlaygroundChat } from './bots/playground/playground-chat.ts';
import { PlaygroundCourier } from './bots/playground/playground-courier.ts';
import { playgroundPerson } from './bots/playground/playground-person.ts';
import type { ChatPlatform, PlatformTools } from './chat-platform.ts';
import { commandsWith } from './commands/all-commands.ts';
import type { PlaygroundConfig } from './config/config.ts';
import { ReferenceRefused } from './core/reference-source.ts';

export function openPlayground({ password }: PlaygroundConfig, tools: PlatformTools): ChatPlatform {
  const { log, now, onConnectionChange, pictures, rates, serve, storage, wording } = tools;
  const chat = new PlaygroundChat({ storage, log, now });
  const courier = new PlaygroundCourier({ chat, wording, log });
  return {
    name: 'playground',
    courier,
    // What people drop is kept with the pictures, and read from there.
    fetchAttachment: async () => {
      throw new ReferenceRefused({ problem: 'not-found' });
    },
    tellPerson: async (id, text) => {
      await chat.say({
        key: `told:${id}:${now()}`,
        message: {
          author: 'easel',
          person: playgroundPerson.parse(id),
          isPrivate: true,
          kind: 'words',
          text,
          pictures: [],
          buttons: [],
        },
      });
    },
    // The room is there for whoever tries it.
    isPublic: () => true,
    stopCourier: () => {},
    connect: (services) =>
      new PlaygroundBot({
        commands: commandsWith(services.catalog),
        services,
        chat,
        courier,
        pictures,
        rates,
        now,
        wording,
        log,
        password,
        serve: (pages) => serve('/', pages),
        onConnectionChange: (connection) => onConnectionChange('playground', connection),
      }),
  };
}
