import { accountOf } from './account.ts';
import type { PersonSettings } from './person-settings.ts';
import { noSettings } from './person-settings.ts';
import type { SettingsRecords, Storage } from './storage/storage.ts';

/** What people chose for themselves. */
export interface Settings {
  /** `noSettings` for whoever has chosen nothing. */
  of(personId: string): Promise<PersonSettings>;
  /**
   * Changes what is named and keeps the rest, for the person and for whom they are linked with; resolves with all of it,
   * once it is stored.
   */
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

/** A look at the database for so many people keeps the event loop for some milliseconds. */
const mostAtOnce = 100;

interface Look {
  readonly personIds: Set<string>;
  readonly found: Promise<ReadonlyMap<string, PersonSettings>>;
}

interface Remembered {
  readonly settings: Promise<PersonSettings>;
  readonly untilMs: number;
}

/** Remembers what was asked for lately, so that a burst of commands costs one look at the database. */
export class StoredSettings implements Settings {
  readonly #options: StoredSettingsOptions;
  /** Those asked for longest ago come first. */
  readonly #remembered = new Map<string, Remembered>();
  #next: Look | undefined;

  constructor(options: StoredSettingsOptions) {
    this.#options = options;
  }

  of(personId: string): Promise<PersonSettings> {
    const known = this.#remembered.get(personId);
    if (known !== undefined && known.untilMs > this.#options.now()) return known.settings;
    return this.#remember(personId, this.#look(personId));
  }

  change(personId: string, change: Partial<PersonSettings>): Promise<PersonSettings> {
    const { now, storage } = this.#options;
    return this.#remember(
      personId,
      storage.transaction(async (transaction) => {
        const { settings } = transaction;
        const { people } = await accountOf(transaction, personId, now());
        const changed = { ...((await settings.find(personId)) ?? noSettings), ...change };
        for (const one of people) {
          await settings.put(one, changed);
          if (one !== personId) this.forget(one);
        }
        return changed;
      }),
    );
  }

  /** They were changed elsewhere: the next look is at the database. */
  forget(personId: string): void {
    this.#remembered.delete(personId);
  }

  /** Whoever asks while the last look has not begun is looked up in the same one. */
  async #look(personId: string): Promise<PersonSettings> {
    let look = this.#next;
    if (look === undefined || look.personIds.size >= mostAtOnce) {
      const personIds = new Set<string>();
      const begin = () => {
        if (this.#next?.personIds === personIds) this.#next = undefined;
      };
      const found = this.#options.storage.read(({ settings }) => {
        begin();
        return findAll(settings, personIds);
      });
      // One that fails may never have begun.
      found.catch(begin);
      look = { personIds, found };
      this.#next = look;
    }
    look.personIds.add(personId);
    return (await look.found).get(personId) ?? noSettings;
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

async function findAll(
  records: SettingsRecords,
  personIds: Iterable<string>,
): Promise<ReadonlyMap<string, PersonSettings>> {
  const found = new Map<string, PersonSettings>();
  for (const personId of personIds) {
    const settings = await records.find(personId);
    if (settings !== undefined) found.set(personId, settings);
  }
  return found;
}
