import type { WishDefaults } from './wish.ts';

/** What a person chose for themselves. Undefined leaves a choice to the model, or to the app they write with. */
export interface PersonSettings extends WishDefaults {
  /** BCP 47 language of all answers. */
  readonly language: string | undefined;
  /** Whether only they see what they ask for. */
  readonly isPrivate: boolean;
}

/** Those of somebody who has chosen nothing. */
export const noSettings: PersonSettings = {
  model: undefined,
  style: undefined,
  count: undefined,
  aspect: undefined,
  format: undefined,
  draftsFirst: false,
  language: undefined,
  isPrivate: false,
};
