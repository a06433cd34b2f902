import type { APILabelComponent, APIModalInteractionResponseCallbackData, Attachment } from 'discord.js';
import { ComponentType, type ModalSubmitInteraction } from 'discord.js';
import { toPlainText } from '../../commands/join-text.ts';
import type { RichText } from '../../commands/rich-text.ts';
import type { Wording } from '../../commands/wording.ts';
import type { ContextMenu } from './context-menus.ts';
import {
  formInputs,
  picturesInput,
  promptInput,
  readPrivacy,
  readPrompt,
  readUploads,
} from './form-inputs.ts';

const idPrefix = 'form:';
export interface PromptFormOptions {
  readonly key: string;
  readonly titleKey: ContextMenu['nameKey'];
  readonly language: string;
  readonly promptLength: { readonly min: number; readonly max: number };
  /** How many pictures the model takes besides those that the form is about. */
  readonly roomForPictures: number;
  readonly isPrivate: boolean;
  /** What it is expected to cost. */
  readonly note: RichText;
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
  const { isPrivate, key, language, note, promptLength, roomForPictures, titleKey } = options;
  const say = (text: FormText) => toPlainText(wording.text(text, language));
  const privacy: APILabelComponent = {
    type: ComponentType.Label,
    label: say('commands.imagine.options.private'),
    component: { type: ComponentType.Checkbox, custom_id: formInputs.private, default: isPrivate },
  };
  return {
    custom_id: `${idPrefix}${key}`,
    title: say(titleKey),
    components: [
      promptInput({
        language,
        length: promptLength,
        note,
        placeholder: say('discord.formExample'),
        prefilled: '',
        wording,
      }),
      ...picturesInput({ language, roomForPictures, wording }),
      privacy,
    ],
  };
}

type FormText = ContextMenu['nameKey'] | 'discord.formExample' | 'commands.imagine.options.private';

/** The key of one of our forms; undefined for any other. */
export function formKey({ customId }: Pick<ModalSubmitInteraction, 'customId'>): string | undefined {
  return customId.startsWith(idPrefix) ? customId.slice(idPrefix.length) : undefined;
}

export function readPromptForm(interaction: ModalSubmitInteraction): PromptFormAnswers {
  return {
    prompt: readPrompt(interaction),
    isPrivate: readPrivacy(interaction),
    uploads: readUploads(interaction),
  };
}
