import type { ReferenceSource } from './reference-source.ts';

/** A picture that was shown in a chat, remembered because platforms do not tell bots later what stood where. */
export interface SeenPicture {
  /** `platform:id` of the chat. */
  readonly placeId: string;
  /** The platform's id of the message; within a place later messages have larger ones. */
  readonly messageId: number;
  /** What the pictures of one album have in common. */
  readonly albumId: string | undefined;
  /** `platform:id` of whoever showed it. */
  readonly personId: string;
  readonly source: ReferenceSource;
  /** As the platform says, without anybody having read the file. */
  readonly byteLength: number | undefined;
  /** As the platform says; only a hint. */
  readonly mediaType: string | undefined;
  readonly seenAtMs: number;
  readonly expiresAtMs: number;
}
