import type { TelegramMessage } from '@gramio/types';
import type { Person } from '../../test/fakes/telegram/person.ts';
import { buttonRows } from '../../test/fakes/telegram/reply-markup.ts';
import type { FakeTelegram } from '../../test/fakes/telegram/start-fake-telegram.ts';
import { renderTelegramPage } from './render-telegram-page.ts';
import type { AskedCommand, Platform, Seat, Shown } from './seat.ts';
import { operatorNames } from './seat.ts';

/** Everybody sits in their private chat with the bot. */
export function telegramPlatform(telegram: FakeTelegram): Platform {
  const person = (name: string, language: 'en' | 'ru') =>
    telegram.person({ name, languageCode: language, startedBot: true });
  const operators = { en: person(operatorNames.en, 'en'), ru: person(operatorNames.ru, 'ru') };
  return {
    name: 'telegram',
    view: { width: 450, scale: 2 },
    seat: ({ language, name }) => seatOf(person(name, language), telegram),
    operatorSeat: (language) => seatOf(operators[language], telegram),
    operatorIds: Object.values(operators).map(({ id }) => `telegram:${id}`),
  };
}

function seatOf(person: Person, telegram: FakeTelegram): Seat {
  const chat = person.privateChat();
  return {
    ask(command) {
      if (command.photo === undefined) chat.sendText(typed(command));
      else chat.sendPhoto(command.photo, { caption: typed(command) });
    },
    press(label) {
      const message = chat
        .botMessages()
        .findLast((one) => shownBy([one]).buttons.some((name) => label.test(name)));
      const name = message && shownBy([message]).buttons.find((one) => label.test(one));
      if (message === undefined || name === undefined) throw new Error(`Expected a button ${label}`);
      chat.tap(message, name);
    },
    async until(fits, description) {
      await chat.waitFor(() => fits(shownBy(chat.botMessages())) || undefined, description, patienceMs);
    },
    page: () =>
      renderTelegramPage({
        botName: telegram.bot.first_name,
        messages: chat.messages(),
        pictureOf: (message) => chat.picture(message),
      }),
  };
}

const patienceMs = 20_000;

function typed({ command, options = {} }: AskedCommand): string {
  const { code, prompt, ...flags } = options;
  const words = prompt ?? code;
  const typedFlags = Object.entries(flags).map(([name, value]) =>
    value === true ? `--${name}` : `--${name} ${value}`,
  );
  return [`/${command}`, ...typedFlags, ...(words === undefined ? [] : [words])].join(' ');
}

function shownBy(messages: readonly TelegramMessage[]): Shown {
  return {
    words: messages.map(({ text, caption }) => text ?? caption ?? '').join('\n'),
    pictures: messages.filter(({ document, photo }) => photo !== undefined || document !== undefined).length,
    buttons: messages.flatMap((message) => buttonRows(message).flatMap((row) => row.map(({ text }) => text))),
  };
}
