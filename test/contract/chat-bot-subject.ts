import type { World } from '../e2e/support/easel-under-test.ts';

/** A platform as the contract needs it: people who ask, and what they see. */
export interface ChatBotSubject {
  readonly name: string;
  /** What Easel's environment has to say otherwise. */
  readonly environment?: Readonly<Record<string, string>>;
  /** A person in a place where others read along. */
  person(place: ChatPlace, name: string, language?: string): ChatPerson;
  /** What the platform noticed that the bot did wrong. */
  violations(world: World): readonly string[];
}

interface ChatPlace {
  readonly world: World;
  /** Where the Easel of now listens. */
  readonly url: () => string;
}

export interface ChatPerson {
  readonly name: string;
  imagine(wish: ChatWish): ChatRequest;
  say(command: 'help' | 'models'): ChatRequest;
}

export interface ChatWish {
  readonly prompt: string;
  readonly count?: number;
  readonly model?: string;
  readonly aspect?: string;
  readonly seed?: number;
  readonly format?: string;
  readonly private?: boolean;
}

/** One request and everything that its person is told about it. */
export interface ChatRequest {
  /** Resolves with the words of the first message that the person sees and that matches. */
  text(matching: RegExp, timeoutMs?: number): Promise<string>;
  /** Resolves with the bytes once so many pictures have arrived. */
  pictures(count: number, timeoutMs?: number): Promise<readonly Uint8Array[]>;
  /** Everything that others in the same place can see of the bot's answers by now. */
  seenByOthers(): Promise<{ readonly texts: readonly string[]; readonly pictureCount: number }>;
}
