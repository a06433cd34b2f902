import { afterEach, beforeEach, expect } from 'vitest';
import type { FakeDiscordOptions } from '../../fakes/discord/options.ts';
import type { EaselUnderTest, World } from './easel-under-test.ts';
import { createWorld, startEasel } from './easel-under-test.ts';

export interface InhabitedWorldOptions {
  /** The only platform that Easel is on; by default it is on both. */
  readonly on?: 'discord' | 'telegram';
  readonly settings?: Readonly<Record<string, string>>;
  readonly discord?: Partial<FakeDiscordOptions>;
}

interface Restart {
  /** What is different from now on. */
  readonly settings?: Readonly<Record<string, string>>;
  readonly whileStopping?: () => void;
  readonly whileStopped?: () => void;
}

/** A world with Easel in it. */
export interface InhabitedWorld extends Pick<World, 'discord' | 'telegram' | 'runware' | 'environment'> {
  /** The Easel of now. */
  readonly easel: EaselUnderTest;
  restart(restart?: Restart): Promise<void>;
}

/**
 * Gives each test of the file, or of the `describe` that this is called in, a world of its own, in which Easel runs.
 * A test in which it breaks a rule of one of the services fails in the end. Results are large enough to work from again.
 */
export function inhabitedWorld(options: InhabitedWorldOptions = {}): InhabitedWorld {
  let world: World;
  let environment: Readonly<Record<string, string>>;
  let easel: EaselUnderTest;

  beforeEach(async () => {
    world = await createWorld({ downloadSide: 512 }, options.discord);
    environment = { ...without(otherThan(options.on), world.environment), ...options.settings };
    easel = await startEasel(environment);
  });
  afterEach(async () => {
    await easel.app.stop();
    await world.close();
    const { discord, telegram, runware } = world;
    expect([...discord.violations, ...telegram.violations, ...runware.violations]).toEqual([]);
  });

  return {
    get discord() {
      return world.discord;
    },
    get telegram() {
      return world.telegram;
    },
    get runware() {
      return world.runware;
    },
    get environment() {
      return environment;
    },
    get easel() {
      return easel;
    },
    async restart({ settings = {}, whileStopping = () => {}, whileStopped = () => {} } = {}) {
      const stopped = easel.app.stop();
      whileStopping();
      await stopped;
      whileStopped();
      environment = { ...environment, ...settings };
      easel = await startEasel(environment);
    },
  };
}

function otherThan(platform: InhabitedWorldOptions['on']): string | undefined {
  if (platform === undefined) return undefined;
  return platform === 'discord' ? 'TELEGRAM_TOKEN' : 'DISCORD_TOKEN';
}

function without(name: string | undefined, environment: World['environment']): World['environment'] {
  return Object.fromEntries(Object.entries(environment).filter(([key]) => key !== name));
}
