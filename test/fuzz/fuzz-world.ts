import type { Random } from '../chaos/random.ts';
import { createWorld, type World } from '../e2e/support/easel-under-test.ts';
import { offerTools } from '../e2e/support/offer-tools.ts';
import type { Person } from '../fakes/discord/control/person.ts';
import type { Channel } from '../fakes/discord/entities.ts';
import type { Group } from '../fakes/telegram/group.ts';
import type { Person as TelegramPerson } from '../fakes/telegram/person.ts';
import { createSpecialPeople, type SpecialPeople } from './special-people.ts';

const messageContent = 1 << 15;
const peopleOnDiscord = 20;
const groupCount = 12;
const privateChats = 40;
const locales = ['en-US', 'ru', 'de', 'ar', 'ja'];
/** Words that make the service refuse for its content, and paint only one of several. */
const refusedWord = 'grumpy';
const partialWord = 'halved';

/** The services, the people, and what Easel needs in its environment to live among them. */
export interface FuzzWorld extends World {
  readonly people: readonly Person[];
  readonly channels: readonly Channel[];
  readonly telegramPeople: readonly TelegramPerson[];
  readonly groups: readonly Group[];
  readonly special: SpecialPeople;
  /** Of the first group; does nothing once the others begin. */
  readonly vito: TelegramPerson;
}

export async function createFuzzWorld(random: Random): Promise<FuzzWorld> {
  const world = await createWorld(
    { delayMs: () => random.between(0, 30), downloadSide: 320 },
    { privilegedIntents: messageContent },
    { inlineMode: true, privacyMode: random.happens(0.5) },
  );
  const { discord, runware, telegram } = world;
  for (const [word, fault] of [
    [refusedWord, { kind: 'error', code: 'invalidProviderContent' }],
    [partialWord, { kind: 'partial', made: 1, code: 'invalidProviderContent' }],
  ] as const) {
    const when = (task: { readonly taskType: string }) =>
      task.taskType === 'imageInference' && JSON.stringify(task).includes(word);
    runware.fail(fault, { when, times: Number.POSITIVE_INFINITY });
  }
  const many = <Item>(count: number, make: (index: number) => Item) =>
    Array.from({ length: count }, (_item, index) => make(index));
  const person = (name: string) =>
    telegram.person({ name, startedBot: true, languageCode: random.pick(['en', 'ru', 'ar', 'zh-hans']) });
  const telegramPeople = many(privateChats, (index) => person(`t${index}`));
  const vito = person('Vito');
  const operator = { discord: discord.person({ name: 'Root' }), telegram: person('Root') };
  const people = many(peopleOnDiscord, (index) =>
    discord.person({ name: `d${index}`, locale: random.pick(locales), installedApp: random.happens(0.2) }),
  );
  const [linked, linkedOnTelegram] = [people[0], telegramPeople[0]];
  if (linked === undefined || linkedOnTelegram === undefined) throw new Error('Expected two to be linked');
  const special = createSpecialPeople({ discord, telegram, linked: [linked, linkedOnTelegram] });
  return {
    ...world,
    people,
    special,
    channels: [discord.home.general, ...many(4, (index) => discord.home.channel({ name: `art-${index}` }))],
    telegramPeople,
    vito,
    groups: many(groupCount, (index) =>
      telegram.group({
        title: 'A group',
        members: [
          telegramPeople[index],
          telegramPeople[index + 1],
          // Those who keep order elsewhere, and those who are banned, are where others are, too.
          ...(index === 0 ? [vito, special.telegramModerator, special.linkedWithBanned] : []),
        ].filter((one) => one !== undefined),
      }),
    ),
    environment: {
      ...(await offerTools(world.environment)),
      DISCORD_READ_REPLIES: 'on',
      LOG_LEVEL: 'debug',
      ADMIN_IDS: `discord:${operator.discord.id},telegram:${operator.telegram.id}`,
      MAX_SPEND_PER_DAY_USD: '100000',
      // Some run out of it before the end.
      MAX_SPEND_PER_USER_PER_DAY_USD: '3',
    },
  };
}
