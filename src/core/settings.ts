import type { PersonSettings } from './person-settings.ts';
import { noSettings } from './person-settings.ts';
import type { Storage } from './storage/storage.ts';

/** What people chose for themselves. */
export interface Settings {
  /** `noSettings` for whoever has chosen nothing. */
  of(personId: string): Promise<PersonSettings>;
  /** Changes what is named and keeps the rest; resolves with all of it, once it is stored. */
  change(personId: string, change: Partial<PersonSettings>): Promise<PersonSettings>;
}

export interface StoredSettingsOptions {
  readonly storage: Storage;
  readonly now: () => number;
}

/** However many people come, what is remembered of them stays small. */
const mostRemembered = 1_000;

/** Another process may change what this one remembers. */
const rememberedForMs = 60_000;

interface Remembered {
  readonly settings: Promise<PersonSettings>;
  readonly untilMs: number;
}

/** Remembers what was asked for lately, so that a burst of commands costs one look at the database. */
export class StoredSettings implements Settings {
  readonly #options: StoredSettingsOptions;
  /** Those asked for longest ago come first. */
  readonly #remembered = new Map<string, Remembered>();

  constructor(options: StoredSettingsOptions) {
    this.#options = options;
  }

  of(personId: string): Promise<PersonSettings> {
    const known = this.#remembered.get(personId);
    if (known !== undefined && known.untilMs > this.#options.now()) return known.settings;
    const { storage } = this.#options;
    return this.#remember(
      personId,
      storage.transaction(async ({ settings }) => (await settings.find(personId)) ?? noSettings),
    );
  }

  change(personId: string, change: Partial<PersonSettings>): Promise<PersonSettings> {
    const { storage } = this.#options;
    return this.#remember(
      personId,
      storage.transaction(async ({ settings }) => {
        const changed = { ...((await settings.find(personId)) ?? noSettings), ...change };
        await settings.put(personId, changed);
        return changed;
      }),
    );
  }

  /** Remembered from the moment it is asked for: transactions keep their order, so what was asked last is what holds. */
  #remember(personId: string, settings: Promise<PersonSettings>): Promise<PersonSettings> {
    const remembered = { settings, untilMs: this.#options.now() + rememberedForMs };
    this.#remembered.delete(personId);
    this.#remembered.set(personId, remembered);
    const [oldest] = this.#remembered.keys();
    if (this.#remembered.size > mostRemembered && oldest !== undefined) this.#remembered.delete(oldest);
    settings.catch(() => {
      if (this.#remembered.get(personId) === remembered) this.#remembered.delete(personId);
    });
    return settings;
  }
}
