import type { TextKey } from '../../commands/texts/text-key.ts';

/** The page's own words, which need no values. */
export const pageTexts = [
  'playground.title',
  'playground.subtitle',
  'playground.empty',
  'playground.emptyHint',
  'playground.people',
  'playground.peopleHint',
  'playground.language',
  'playground.look',
  'playground.lookLight',
  'playground.lookDark',
  'playground.lookSystem',
  'playground.conversation',
  'playground.command',
  'playground.commands',
  'playground.words',
  'playground.wordsHint',
  'playground.options',
  'playground.notSet',
  'playground.attach',
  'playground.attached',
  'playground.detach',
  'playground.drop',
  'playground.tooManyPictures',
  'playground.tooLarge',
  'playground.send',
  'playground.sending',
  'playground.connecting',
  'playground.onlyYou',
  'playground.save',
  'playground.covered',
  'playground.pictureGone',
  'playground.close',
  'playground.formWords',
  'playground.formPictures',
  'playground.unanswered',
] as const satisfies readonly TextKey[];

export const nameTexts = {
  ada: 'playground.ada',
  ben: 'playground.ben',
  cleo: 'playground.cleo',
} as const satisfies Record<string, TextKey>;

export const exampleTexts = [
  'commands.imagine.example',
  'commands.imagine.exampleWithOptions',
] as const satisfies readonly TextKey[];

export type PageText =
  | (typeof pageTexts)[number]
  | (typeof exampleTexts)[number]
  | (typeof nameTexts)[keyof typeof nameTexts];
