import type { DeliverablePicture } from '../../core/courier.ts';
import type { ModelCatalog } from '../../core/model-catalog.ts';
import type { Authority } from '../../core/rules/authority.ts';
import type { House } from '../../core/rules/house.ts';
import type { OptionSpecs, OptionValues } from '../option.ts';
import type { ButtonRows, DocumentFile } from '../reply.ts';
import type { RichText } from '../rich-text.ts';
import type { Wording } from '../wording.ts';

/** Something that whoever keeps order can do: as `/admin <name>` in a chat, and as `npm run admin -- <name>` in a shell. */
export interface AdminVerb<Specs extends OptionSpecs = OptionSpecs> {
  /** Its texts are under `adminVerbs`. */
  readonly name: AdminVerbName;
  /** Those who run the bot, or also those who keep order in a server or group, about that alone. */
  readonly audience: 'admins' | 'moderators';
  readonly options: Specs;
  run(call: AdminCall<OptionValues<Specs>>, tools: AdminTools): Promise<AdminAnswer>;
  /** What its buttons stand for: `values` is what `adminButton` was given. */
  press?(call: AdminCall<string>, tools: AdminTools): Promise<AdminAnswer>;
}

export type AdminVerbName =
  | 'status'
  | 'rules'
  | 'ban'
  | 'unban'
  | 'budget'
  | 'grant'
  | 'pause'
  | 'resume'
  | 'announce'
  | 'audit'
  | 'usage';

/** One use: who, where, with what. That they may is known. */
export interface AdminCall<Values> {
  readonly by: Authority;
  readonly platform: string;
  /** `platform:id` of the server or group; undefined in private, and in a shell. */
  readonly placeId: string | undefined;
  /** The channel that it is used in, as `platform:id`. */
  readonly channelId: string | undefined;
  /** Whose message it replies to, as `platform:id`. */
  readonly repliesToId: string | undefined;
  readonly language: string;
  readonly values: Values;
}

export interface AdminTools {
  readonly house: House;
  readonly catalog: ModelCatalog;
  readonly wording: Wording;
  readonly now: () => number;
}

export type AdminAnswer =
  | {
      readonly kind: 'done';
      readonly text: RichText;
      /** None in a shell. */
      readonly pictures?: readonly DeliverablePicture[];
      /** Of each picture, in the same order. */
      readonly altTexts?: readonly string[];
      /** What is said where a picture could not be made. */
      readonly unshown?: RichText;
      readonly buttons?: ButtonRows;
      /** The same for machines. */
      readonly data: unknown;
    }
  /** Files that are no pictures; a shell gets the bytes as they are. */
  | {
      readonly kind: 'documents';
      readonly text: RichText;
      readonly prepare: () => Promise<readonly DocumentFile[]>;
    }
  /** Nothing was changed. */
  | { readonly kind: 'refused'; readonly text: RichText };
