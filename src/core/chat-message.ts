/** A message of a chat that Easel keeps itself, because no platform does. */
export interface ChatMessage {
  /** What is kept under the same key is one message, however often it changes. */
  readonly key: string;
  /** `platform:id` of who wrote it, or whom it answers. */
  readonly personId: string;
  /** Its words and all else that belongs to it, as JSON of whoever shows the chat. */
  readonly content: string;
  /** Keys of picture files that are there for this message alone. */
  readonly files: readonly string[];
  readonly atMs: number;
}

/** A message as it stands in its chat. */
export interface KeptChatMessage extends ChatMessage {
  /** Its place: later messages have larger ones. */
  readonly sequence: number;
  /** Grows with every change of any message. */
  readonly revision: number;
}

/** Of two states of a message under one key, the revision tells which is the newer one. */
export type ChatMessageState = Pick<KeptChatMessage, 'key' | 'revision'>;
