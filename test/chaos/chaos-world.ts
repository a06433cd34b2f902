import sharp from 'sharp';
import { createWorld, type World } from '../e2e/support/easel-under-test.ts';
import { offerTools } from '../e2e/support/offer-tools.ts';
import type { Channel } from '../fakes/discord/entities.ts';
import { partialWord, refusedWord } from './crowd.ts';
import type { Service } from './exchange.ts';
import { Wire, type WireOptions } from './wire.ts';

/** The three services with a wire before each, and what Easel needs in its environment to live there. */
export interface ChaosWorld extends World {
  readonly wires: Readonly<Record<Service, Wire>>;
  /** Where people meet on Discord, beside their chats with the bot. */
  readonly channels: readonly Channel[];
  /** A picture that people hand in. */
  readonly reference: Buffer;
}

export async function createChaosWorld(
  databaseUrl: string | undefined,
  troubles: Omit<WireOptions, 'service' | 'upstream'>,
): Promise<ChaosWorld> {
  // Large enough for somebody to work from what was painted.
  const world = await createWorld({
    delayMs: ({ prompt }) => 40 + (prompt.length % 5) * 60,
    downloadSide: 320,
  });
  const { discord, telegram, runware } = world;
  runware.fail(
    // By no filter: of what one turned down the answer says no word, and nothing would tell here whose it is.
    { kind: 'error', code: 'invalidParameter' },
    { when: paints(refusedWord), times: Number.POSITIVE_INFINITY },
  );
  runware.fail(
    { kind: 'partial', made: 1, code: 'invalidProviderContent' },
    { when: paints(partialWord), times: Number.POSITIVE_INFINITY },
  );
  const wires = {
    discord: new Wire({ ...troubles, service: 'discord', upstream: new URL(discord.url).origin }),
    telegram: new Wire({ ...troubles, service: 'telegram', upstream: telegram.url }),
    runware: new Wire({ ...troubles, service: 'runware', upstream: runware.origin }),
  };
  await Promise.all(Object.values(wires).map((wire) => wire.listen()));
  const elsewhere = discord.guild({ name: 'elsewhere' });
  return {
    ...world,
    wires,
    channels: [discord.home.general, discord.home.channel({ name: 'art' }), elsewhere.general],
    reference: await sharp({ create: { width: 256, height: 256, channels: 3, background: 'teal' } })
      .png()
      .toBuffer(),
    environment: {
      ...(await offerTools(world.environment)),
      ...(databaseUrl !== undefined && { DATABASE_URL: databaseUrl }),
      DISCORD_API_URL: `${wires.discord.origin}/api`,
      TELEGRAM_API_URL: wires.telegram.origin,
      RUNWARE_API_URL: `${wires.runware.origin}${new URL(runware.url).pathname}`,
      // Nothing that was asked is to be refused for its number or its price.
      MAX_QUEUED_PER_USER: '1000',
      MAX_SPEND_PER_DAY_USD: '100000',
      MAX_SPEND_PER_USER_PER_DAY_USD: '100000',
    },
    async close() {
      await Promise.all(Object.values(wires).map((wire) => wire.close()));
      await world.close();
    },
  };
}

function paints(word: string) {
  return (task: { readonly taskType: string }) =>
    task.taskType === 'imageInference' && JSON.stringify(task).includes(word);
}
