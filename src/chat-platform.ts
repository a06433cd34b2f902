import type { Connection } from './bots/connection.ts';
import type { UncertainStep } from './bots/uncertain-step.ts';
import type { CommandServices } from './commands/command.ts';
import type { RichText } from './commands/rich-text.ts';
import type { Wording } from './commands/wording.ts';
import type { Address } from './core/address.ts';
import type { Courier } from './core/courier.ts';
import type { CommandRates } from './core/limits/command-rates.ts';
import type { Log } from './core/log.ts';
import type { PictureForms } from './core/picture-forms.ts';
import type { PictureStore } from './core/pictures/picture-store.ts';
import type { Storage } from './core/storage/storage.ts';
import type { FetchAttachment } from './open-reference-intake.ts';
import type { Pages } from './status/status-server.ts';

/** A chat platform as the app sees it: its courier answers even before its bot takes commands. */
export interface ChatPlatform {
  readonly name: string;
  readonly courier: Courier;
  /** Fetches what people attached to their messages. */
  readonly fetchAttachment: FetchAttachment;
  /** Writes to one person in private, by the platform's own id. */
  tellPerson(id: string, text: RichText): Promise<void>;
  /** Whether everybody in a place of many sees what was sent to that address. */
  isPublic(address: Address): boolean;
  /** Drops what the courier still means to show. */
  stopCourier(): void;
  /** The bot needs the core, and the core needs the couriers: so it comes second. */
  connect(services: CommandServices): ChatBot;
}

interface ChatBot {
  /** Takes commands from now on; resolves when the platform is connected. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** What every platform is made with. */
export interface PlatformTools {
  readonly forms: PictureForms;
  readonly storage: Storage;
  /** Whether other processes work with the same storage. */
  readonly isShared: boolean;
  readonly pictures: PictureStore;
  readonly wording: Wording;
  readonly log: Log;
  readonly now: () => number;
  /** Shared by all platforms; says what comes too fast. */
  readonly rates: CommandRates;
  /** Told of messages that people may come to see twice. */
  readonly onUncertain: (platform: string, step: UncertainStep) => void;
  /** Told of calls that a platform puts off. */
  readonly onRateLimited: (platform: 'discord' | 'telegram') => void;
  /** Told of people who came while too many did, and were answered without being heard. */
  readonly onTooManyAtOnce: () => void;
  readonly onConnectionChange: (platform: string, connection: Connection) => void;
  /** Puts a platform's own pages below a path of the status server. */
  readonly serve: (path: string, pages: Pages) => void;
}
