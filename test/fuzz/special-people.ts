import Sqlite from 'better-sqlite3';
import type { Person } from '../fakes/discord/control/person.ts';
import type { Channel } from '../fakes/discord/entities.ts';
import type { FakeDiscord } from '../fakes/discord/fake-discord.ts';
import type { Group } from '../fakes/telegram/group.ts';
import type { Person as TelegramPerson } from '../fakes/telegram/person.ts';
import type { FakeTelegram } from '../fakes/telegram/start-fake-telegram.ts';
import type { Exempt } from './books.ts';

/** Those whose standing is not that of everybody. */
export interface SpecialPeople {
  /** Banned everywhere, and linked with somebody on Telegram, who is kept out with them. */
  readonly banned: Person;
  readonly linkedWithBanned: TelegramPerson;
  /** Keep order in a place of their own, and nowhere else. */
  readonly moderator: Person;
  readonly moderatedChannels: readonly Channel[];
  readonly telegramModerator: TelegramPerson;
  readonly moderatedGroup: Group;
  /** What they may decide about. */
  readonly exempt: Exempt;
}

export interface SpecialPeopleOptions {
  readonly discord: FakeDiscord;
  readonly telegram: FakeTelegram;
  /** Two of everybody else, who are linked with each other. */
  readonly linked: readonly [Person, TelegramPerson];
}

export function createSpecialPeople({ discord, linked, telegram }: SpecialPeopleOptions): SpecialPeople {
  const elsewhere = discord.guild({ name: 'elsewhere' });
  const banned = discord.person({ name: 'Bane', locale: 'en-US' });
  const linkedWithBanned = telegram.person({ name: 'Bane', startedBot: true });
  const telegramModerator = telegram.person({ name: 'Mo', startedBot: true });
  const moderatedGroup = telegram.group({ title: 'Elsewhere', members: [telegramModerator, linked[1]] });
  moderatedGroup.promote(telegramModerator, { mayChangeInfo: true });
  const of = (one: Person, other: TelegramPerson) => [`discord:${one.id}`, `telegram:${other.id}`];
  return {
    banned,
    linkedWithBanned,
    moderator: discord.person({ name: 'Mo', locale: 'en-US', administrator: true }),
    moderatedChannels: [elsewhere.general, elsewhere.channel({ name: 'art' })],
    telegramModerator,
    moderatedGroup,
    exempt: {
      places: [`discord:${elsewhere.id}`, `telegram:${moderatedGroup.id}`],
      linked: [...of(banned, linkedWithBanned), ...of(...linked)],
    },
  };
}

/** Bans and links them, beside the process at work. */
export function settleSpecialPeople(
  path: string,
  { banned, exempt }: Pick<SpecialPeople, 'banned' | 'exempt'>,
): void {
  const database = new Sqlite(path, { timeout: 30_000 });
  try {
    const ban = database.prepare(
      `insert into bans (person_id, scope, by_id, reason, at_ms, until_ms) values (?, 'bot', 'shell', '"spam"', ?, null)`,
    );
    const link = database.prepare(
      'insert into links (account_id, joined_id, shares_until_ms) values (?, ?, null)',
    );
    const pairs = [exempt.linked.slice(0, 2), exempt.linked.slice(2)];
    database.transaction(() => {
      ban.run(`discord:${banned.id}`, Date.now());
      for (const [one, other] of pairs) link.run(one, other);
    })();
  } finally {
    database.close();
  }
}
