import type { Person } from '../../test/fakes/discord/control/person.ts';
import type { FakeDiscord } from '../../test/fakes/discord/fake-discord.ts';
import type { Message } from '../../test/fakes/discord/message.ts';
import { renderDiscordPage } from './render-discord-page.ts';
import type { Platform, Seat, Shown } from './seat.ts';
import { operatorNames } from './seat.ts';

const locales = { en: 'en-US', ru: 'ru' } as const;

/** Everybody gets a channel of their own, so that nobody is in somebody else's picture. */
export function discordPlatform(discord: FakeDiscord): Platform {
  const operator = (language: 'en' | 'ru') =>
    discord.person({ name: operatorNames[language], locale: locales[language], administrator: true });
  const operators = { en: operator('en'), ru: operator('ru') };
  return {
    name: 'discord',
    view: { width: 600, scale: 1.5 },
    seat: ({ language, name }) => seatOf(discord.person({ name, locale: locales[language] }), discord),
    operatorSeat: (language) => seatOf(operators[language], discord),
    operatorIds: Object.values(operators).map(({ id }) => `discord:${id}`),
  };
}

function seatOf(person: Person, discord: FakeDiscord): Seat {
  const channel = discord.home.channel({ name: 'paintings' });
  return {
    ask({ command, options, photo }) {
      const image = photo && { filename: 'photo.jpg', bytes: photo, contentType: 'image/jpeg' };
      person.slash({ command, options: { ...options, ...(image && { image }) }, in: channel });
    },
    press(label) {
      const message = discord
        .messagesIn(channel)
        .findLast((one) => person.sees(one) && shownBy(one).buttons.some((name) => label.test(name)));
      if (message === undefined) throw new Error(`Expected a button ${label}`);
      person.press(message.button(label));
    },
    async until(fits, description) {
      const predicate = (message: Message) => fits(shownBy(message));
      await person.waitForMessage({ in: channel, predicate, description });
    },
    page: () => renderDiscordPage(discord.messagesIn(channel).filter((message) => person.sees(message))),
  };
}

function shownBy(message: Message): Shown {
  return {
    words: message.text,
    pictures: message.visibleAttachments.length,
    buttons: message.buttons.map(({ component }) => component.label ?? ''),
  };
}
