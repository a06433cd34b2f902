import type { ContextMenuCommandInteraction, ModalSubmitInteraction } from 'discord.js';
import { InteractionResponseType } from 'discord.js';
import { toPlainText } from '../../commands/join-text.ts';
import type { RawOptions } from '../../commands/option.ts';
import { priceOfRequest } from '../../commands/price-note.ts';
import type { RichText } from '../../commands/rich-text.ts';
import type { Wording } from '../../commands/wording.ts';
import type { ModelCatalog } from '../../core/model-catalog.ts';
import type { PictureForms } from '../../core/picture-forms.ts';
import type { ReferenceSource } from '../../core/reference-source.ts';
import { referenceProblems } from '../../core/resolve-wish.ts';
import type { Settings } from '../../core/settings.ts';
import { nothingNamed } from '../../core/wish.ts';
import { refuseAttachments, toReferenceSource } from './attachment-hints.ts';
import type { ContextMenu } from './context-menus.ts';
import type { DiscordApi } from './discord-api.ts';
import { sendResponse } from './first-answer.ts';
import type { TargetPictures, TargetTools } from './menu-target.ts';
import { isShownToOne, picturesOfTarget } from './menu-target.ts';
import { formKey, promptForm, readPromptForm } from './prompt-form.ts';
import { mayAttachFiles, personIdOf } from './read-interaction.ts';

export interface PromptFormDeskOptions extends TargetTools {
  readonly wording: Wording;
  readonly api: DiscordApi;
  readonly forms: Pick<PictureForms, 'open' | 'picturesOf'>;
  readonly catalog: ModelCatalog;
  readonly settings: Pick<Settings, 'of'>;
}

/** What came of a sent form: the wish it holds, or why it cannot be used. */
export type FormReading =
  | {
      readonly kind: 'wish';
      readonly raw: RawOptions & { readonly private: boolean };
      readonly pictures: readonly ReferenceSource[];
    }
  | { readonly kind: 'refusal'; readonly text: RichText };

/** Hands out the form that asks what to make of a message's pictures or of an avatar, and reads it when it is sent. */
export class PromptFormDesk {
  readonly #options: PromptFormDeskOptions;

  constructor(options: PromptFormDeskOptions) {
    this.#options = options;
  }

  /** Opens the form in a person's language; resolves with the words to answer instead when there is nothing to ask. @throws DiscordCallFailed */
  async open(
    interaction: ContextMenuCommandInteraction,
    { language, menu }: { readonly menu: ContextMenu; readonly language: string },
  ): Promise<RichText | undefined> {
    const { api, catalog, forms, wording } = this.#options;
    const given = await picturesOfTarget(interaction, this.#options);
    const mayAttach = mayAttachFiles(interaction);
    const refusal = this.#refuse(given, { language, mayAttach });
    if (refusal !== undefined) return refusal;
    const { pictures } = given;
    const key = await forms.open({ personId: personIdOf(interaction), pictures });
    const { maxReferences, promptLength } = catalog.defaultModel;
    const data = promptForm(
      {
        key,
        titleKey: menu.nameKey,
        language,
        promptLength,
        roomForPictures: maxReferences - pictures.length,
        isPrivate: isShownToOne(interaction),
        note: await this.#priceOf(pictures, { language, personId: personIdOf(interaction) }),
      },
      wording,
    );
    const { applicationId, id: interactionId, token } = interaction;
    const handle = { applicationId, interactionId, token };
    await sendResponse(api, handle, { type: InteractionResponseType.Modal, data });
    return undefined;
  }

  async read(interaction: ModalSubmitInteraction, language: string): Promise<FormReading> {
    const { forms, wording } = this.#options;
    const key = formKey(interaction);
    if (key === undefined) return { kind: 'refusal', text: wording.text('discord.unknownCommand', language) };
    const pictures = await forms.picturesOf({ key, personId: personIdOf(interaction) });
    if (pictures === undefined)
      return { kind: 'refusal', text: wording.text('discord.formExpired', language) };
    const { isPrivate, prompt, uploads } = readPromptForm(interaction);
    const refusal = refuseAttachments(uploads, { language, wording });
    if (refusal !== undefined) return { kind: 'refusal', text: refusal };
    return {
      kind: 'wish',
      raw: { prompt, private: isPrivate },
      pictures: [...pictures, ...uploads.map(toReferenceSource)],
    };
  }

  /** The words are still to come; how many pictures of which model they ask for is known. */
  async #priceOf(
    references: readonly ReferenceSource[],
    { language, personId }: { readonly language: string; readonly personId: string },
  ): Promise<RichText> {
    const { settings, wording } = this.#options;
    const defaults = await settings.of(personId);
    const prompt = toPlainText(wording.text('discord.formExample', 'en'));
    return priceOfRequest({ ...nothingNamed, prompt, references, defaults }, language, this.#options);
  }

  /** Whatever would be refused in the end anyway is told before anybody has written a word. */
  #refuse(
    { attachments, pictures }: TargetPictures,
    { language, mayAttach }: { readonly language: string; readonly mayAttach: boolean },
  ): RichText | undefined {
    const { catalog, wording } = this.#options;
    if (pictures.length === 0) return wording.text('discord.noPictures', language);
    if (!mayAttach) return wording.text('discord.cannotPost', language);
    const problems = referenceProblems({ references: pictures }, catalog.defaultModel);
    if (problems.length > 0) return wording.refusal({ reason: 'wish-impossible', problems }, language);
    return refuseAttachments(attachments, { language, wording });
  }
}
