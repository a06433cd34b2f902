import type { APILabelComponent, Attachment, ModalSubmitInteraction } from 'discord.js';
import { ComponentType, TextInputStyle } from 'discord.js';
import { toPlainText } from '../../commands/join-text.ts';
import type { RichText } from '../../commands/rich-text.ts';
import { shorten } from '../../commands/shorten.ts';
import type { Wording } from '../../commands/wording.ts';
import { cutPrompt } from '../../core/prompt-length.ts';

/** The ids of what forms ask for. They are in forms that people have open. */
export const formInputs = { prompt: 'prompt', pictures: 'pictures', private: 'private' } as const;

/** https://docs.discord.com/developers/components/reference#text-input */
const longestText = 4_000;
const longestPlaceholder = 100;
/** https://docs.discord.com/developers/components/reference#label */
const longestDescription = 100;
const mostUploads = 4;

interface InputOptions {
  readonly language: string;
  readonly wording: Wording;
}

export interface PromptInput extends InputOptions {
  /** What stands in it already. */
  readonly prefilled: string;
  readonly placeholder: string;
  /** Stands above it; empty when there is nothing to say. */
  readonly note: RichText;
  readonly length: { readonly min: number; readonly max: number };
}

/** Asks for the words. */
export function promptInput({
  language,
  length,
  note,
  placeholder,
  prefilled,
  wording,
}: PromptInput): APILabelComponent {
  const max = Math.min(length.max, longestText);
  const description = shorten(toPlainText(note), longestDescription);
  return {
    type: ComponentType.Label,
    label: toPlainText(wording.text('discord.formPrompt', language)),
    ...(description === '' ? {} : { description }),
    component: {
      type: ComponentType.TextInput,
      custom_id: formInputs.prompt,
      style: TextInputStyle.Paragraph,
      placeholder: placeholder.slice(0, longestPlaceholder),
      ...(prefilled === '' ? {} : { value: cutPrompt(prefilled, max) }),
      min_length: Math.min(length.min, max),
      max_length: max,
      required: true,
    },
  };
}

/** Asks for pictures beside those that the form is about; nothing where there is no room for any. */
export function picturesInput({
  language,
  roomForPictures,
  wording,
}: InputOptions & { readonly roomForPictures: number }): readonly APILabelComponent[] {
  if (roomForPictures <= 0) return [];
  return [
    {
      type: ComponentType.Label,
      label: toPlainText(wording.text('discord.formPictures', language)),
      description: toPlainText(wording.text('discord.formPicturesHint', language)),
      component: {
        type: ComponentType.FileUpload,
        custom_id: formInputs.pictures,
        min_values: 0,
        max_values: Math.min(roomForPictures, mostUploads),
        required: false,
      },
    },
  ];
}

/** Empty where the form asked for no words: it is of another release, or nobody handed it out. */
export function readPrompt({ fields }: SentForm): string {
  const field = fields.fields.get(formInputs.prompt);
  return field?.type === ComponentType.TextInput ? field.value : '';
}

/** Private where the form did not ask: nothing becomes public by a mistake. */
export function readPrivacy({ fields }: SentForm): boolean {
  const field = fields.fields.get(formInputs.private);
  return field?.type === ComponentType.Checkbox ? field.value : true;
}

/** The uploaded files in the person's order: they stand in none, but their ids are listed in it. */
export function readUploads({ fields }: SentForm): readonly Attachment[] {
  const field = fields.fields.get(formInputs.pictures);
  if (field?.type !== ComponentType.FileUpload) return [];
  const { attachments, values } = field;
  return values.map((id) => attachments.get(id)).filter((attachment) => attachment !== undefined);
}

type SentForm = Pick<ModalSubmitInteraction, 'fields'>;
