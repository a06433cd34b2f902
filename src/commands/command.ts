import type { Address } from '../core/address.ts';
import type { Gallery } from '../core/gallery.ts';
import type { GenerationService } from '../core/generation-service.ts';
import type { Linking } from '../core/linking.ts';
import type { ModelCatalog } from '../core/model-catalog.ts';
import type { Reports } from '../core/moderation/reports.ts';
import type { PersonSettings } from '../core/person-settings.ts';
import type { Privacy } from '../core/privacy.ts';
import type { ReferenceSource } from '../core/reference-source.ts';
import type { House } from '../core/rules/house.ts';
import type { Settings } from '../core/settings.ts';
import type { Spending } from '../core/spending.ts';
import type { ToolVerb } from '../core/verb.ts';
import type { OptionSpecs, OptionValues } from './option.ts';
import type { Reply } from './reply.ts';
import type { RichText } from './rich-text.ts';
import type { Wording } from './wording.ts';

/** Something a person can do, the same on every platform. Its descriptions are texts under `commands.<name>`. */
export interface Command<Specs extends OptionSpecs = OptionSpecs> {
  /** Lower case, 1–32 letters; what people type after the slash. */
  readonly name: string;
  readonly options: Specs;
  /** What it shows is for the person only, so that menus of groups leave it out. */
  readonly isPersonal?: boolean;
  /** Its texts are among those of that command, whose part it is. */
  readonly group?: 'admin';
  /** Its parts, each with options of its own; the command itself then has none. */
  readonly subcommands?: readonly Command[];
  /** Menus and the help show it to those alone who keep order, or run the bot. */
  readonly isForModerators?: true;
  /** Where the command is offered; undefined = everywhere. */
  readonly platforms?: readonly string[];
  /** What it asks for: where that is not on offer, the command is not either. */
  readonly verb?: ToolVerb;
  /** It works on the picture that comes along with it, or that it replies to. */
  readonly takesPicture?: true;
  run(invocation: Invocation<OptionValues<Specs>>, tools: CommandTools): Promise<Reply>;
}

/** One use of a command: who, where, with what. */
export interface Invocation<Values = unknown> {
  /** Unique per update, as in `telegram:update:81`. */
  readonly sourceKey: string;
  readonly platform: string;
  /** `platform:id`. */
  readonly personId: string;
  /** `platform:id` of the server, group or private chat. */
  readonly placeId: string;
  readonly isPrivateChat: boolean;
  /** The channel, and what it belongs to, as `platform:id`, where places have such things. */
  readonly channels?: readonly string[] | undefined;
  /** What the person is there, as `platform:id`, where the platform has such a thing. */
  readonly roles?: readonly string[] | undefined;
  /** A place for adults only. */
  readonly isAgeRestricted?: boolean | undefined;
  /** Whether the person may change how the server or group is set up; asked only when it matters. */
  mayManage(): Promise<boolean>;
  /** Whose message it replies to, as `platform:id`, where that is known and no bot's. */
  readonly repliesToId?: string | undefined;
  /** Whatever is said beside the answer can be read by others. */
  readonly isSeenByOthers: boolean;
  /** BCP 47 language for the answers: the person's own, else that of the app they write with. */
  readonly language: string;
  readonly values: Values;
  /** Aborted when it is too late to answer, where the platform waits for so long only. */
  readonly patience?: AbortSignal | undefined;
  /** Pictures that came along with the words, in the person's order: an album, what a message replies to. */
  readonly pictures: readonly ReferenceSource[];
  /** Where answers go; a private one may differ from a public one. */
  addressFor(answer: ExpectedAnswer): Promise<AddressLookup>;
}

export interface ExpectedAnswer {
  readonly isPrivate: boolean;
  /** No pictures come of it, so that nobody has to let the bot send files. */
  readonly isInWords: boolean;
}

export type AddressLookup =
  | { readonly kind: 'address'; readonly address: Address }
  /** The person's private chat is not open; `link` opens it. */
  | { readonly kind: 'private-chat-closed'; readonly link: string }
  /** Pictures could not be posted there; `text` says why, and what would help. */
  | { readonly kind: 'cannot-post'; readonly text: RichText };

export interface CommandServices {
  readonly generations: GenerationService;
  readonly gallery: Gallery;
  readonly settings: Settings;
  readonly spending: Spending;
  readonly linking: Linking;
  readonly privacy: Privacy;
  readonly reports: Reports;
  readonly house: House;
  readonly catalog: ModelCatalog;
  /** True when the embedded sandbox paints: every answer says so. */
  readonly isSandbox: boolean;
  /** Where people can meet this Easel, as in `discord`. */
  readonly platforms: readonly string[];
  readonly now: () => number;
}

/** What a command works with. */
export interface CommandTools extends CommandServices {
  readonly wording: Wording;
  /** The language of answers under these settings: the one chosen, else that of the app the person writes with. */
  languageUnder(settings: PersonSettings): string;
}
