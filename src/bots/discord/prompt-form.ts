import type { APILabelComponent, APIModalInteractionResponseCallbackData, Attachment } from 'discord.js';
import { ComponentType, type ModalSubmitInteraction, TextInputStyle } from 'discord.js';
import { toPlainText } from '../../commands/join-text.ts';
import type { Wording } from '../../commands/wording.ts';
import type { ContextMenu } from './context-menus.ts';

/** What the form asks for, by the ids of its inputs. */
const inputs = { prompt: 'prompt', pictures: 'pictures', private: 'private' } as const;

const idPrefix = 'form:';
/** https://docs.discord.com/developers/components/reference#text-input */
const longestText = 4_000;
const mostUploads = 4;

export interface PromptFormOptions {
  readonly key: string;
  readonly titleKey: ContextMenu['nameKey'];
  readonly language: string;
  readonly promptLength: { readonly min: number; readonly max: number };
  /** How many pictures the model takes besides those that the form is about. */
  readonly roomForPictures: number;
  readonly isPrivate: boolean;
}

/** What a person entered. */
export interface PromptFormAnswers {
  readonly prompt: string;
  readonly isPrivate: boolean;
  /** In the person's order. */
  readonly uploads: readonly Attachment[];
}

/**
 * The form that asks what to make of pictures:
 * https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-response-object-modal
 */
export function promptForm(
  options: PromptFormOptions,
  wording: Wording,
): APIModalInteractionResponseCallbackData {
  const { isPrivate, key, language, promptLength, roomForPictures, titleKey } = options;
  const say = (text: FormText) => toPlainText(wording.text(text, language));
  const prompt: APILabelComponent = {
    type: ComponentType.Label,
    label: say('discord.formPrompt'),
    component: {
      type: ComponentType.TextInput,
      custom_id: inputs.prompt,
      style: TextInputStyle.Paragraph,
      placeholder: say('discord.formExample'),
      min_length: promptLength.min,
      max_length: Math.min(promptLength.max, longestText),
      required: true,
    },
  };
  const pictures: APILabelComponent = {
    type: ComponentType.Label,
    label: say('discord.formPictures'),
    description: say('discord.formPicturesHint'),
    component: {
      type: ComponentType.FileUpload,
      custom_id: inputs.pictures,
      min_values: 0,
      max_values: Math.min(roomForPictures, mostUploads),
      required: false,
    },
  };
  const privacy: APILabelComponent = {
    type: ComponentType.Label,
    label: say('commands.imagine.options.private'),
    component: { type: ComponentType.Checkbox, custom_id: inputs.private, default: isPrivate },
  };
  return {
    custom_id: `${idPrefix}${key}`,
    title: say(titleKey),
    components: [prompt, ...(roomForPictures > 0 ? [pictures] : []), privacy],
  };
}

type FormText =
  | ContextMenu['nameKey']
  | 'discord.formPrompt'
  | 'discord.formExample'
  | 'discord.formPictures'
  | 'discord.formPicturesHint'
  | 'commands.imagine.options.private';

/** The key of one of our forms; undefined for any other. */
export function formKey({ customId }: Pick<ModalSubmitInteraction, 'customId'>): string | undefined {
  return customId.startsWith(idPrefix) ? customId.slice(idPrefix.length) : undefined;
}

export function readPromptForm({ fields }: ModalSubmitInteraction): PromptFormAnswers {
  return {
    prompt: fields.getTextInputValue(inputs.prompt),
    isPrivate: fields.getCheckbox(inputs.private),
    uploads: readUploads(fields),
  };
}

/** The files stand in no particular order; their ids are listed in the person's. */
function readUploads(fields: ModalSubmitInteraction['fields']): readonly Attachment[] {
  if (!fields.fields.has(inputs.pictures)) return [];
  const { attachments, values } = fields.getField(inputs.pictures, ComponentType.FileUpload);
  return values.map((id) => attachments.get(id)).filter((attachment) => attachment !== undefined);
}
