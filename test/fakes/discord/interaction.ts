import type { Channel, Choice, Command, Modal, User } from './entities.ts';
import type { Message } from './message.ts';

export const InteractionKind = { command: 2, component: 3, autocomplete: 4, modal: 5 } as const;

/** How the bot first answered an interaction. */
export type Answer =
  | {
      readonly kind: 'message' | 'deferred-message' | 'update' | 'deferred-update';
      readonly message: Message;
    }
  | { readonly kind: 'choices'; readonly choices: readonly Choice[] }
  | { readonly kind: 'modal'; readonly modal: Modal };

/** What the platform remembers of one thing a person did. */
export interface Interaction {
  readonly id: string;
  readonly token: string;
  readonly type: number;
  readonly user: User;
  readonly channel: Channel;
  readonly command: Command | undefined;
  /** The message whose component was used, or that the modal came from. */
  readonly source: Message | undefined;
  /** The app is there by the person's own installation alone. */
  readonly userInstallOnly: boolean;
  readonly attachmentSizeLimitBytes: number;
  readonly dispatchedAtMs: number;
  readonly followUps: Message[];
  answer: Answer | undefined;
  /** The answer as it was sent. */
  said: string | undefined;
  answeredAtMs: number | undefined;
  /** The message that `@original` stands for. */
  original: Message | undefined;
  /** A test ended the interaction early; calls that fail for it are nobody's fault. */
  ended: boolean;
}
