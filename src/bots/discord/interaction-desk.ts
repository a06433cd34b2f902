import type {
  AutocompleteInteraction,
  ChatInputCommandInteraction,
  ContextMenuCommandInteraction,
  Interaction,
  MessageComponentInteraction,
  ModalSubmitInteraction,
} from 'discord.js';
import { remove } from '../../commands/actions/remove.ts';
import { buttonId, pictureArgument, readButtonId } from '../../commands/button-id.ts';
import type { Command, CommandServices } from '../../commands/command.ts';
import { imagine } from '../../commands/imagine.ts';
import { isOfferedOn } from '../../commands/offered-on.ts';
import type { RawOptions } from '../../commands/option.ts';
import type { News, Reply, WithNews } from '../../commands/reply.ts';
import type { RichText } from '../../commands/rich-text.ts';
import { runAction } from '../../commands/run-action.ts';
import type { RunTools } from '../../commands/run-command.ts';
import { runCommand } from '../../commands/run-command.ts';
import type { Wording } from '../../commands/wording.ts';
import type { FormAnswers } from '../../commands/words-form.ts';
import type { Log } from '../../core/log.ts';
import { createReference } from '../../core/reference.ts';
import type { ReferenceSource } from '../../core/reference-source.ts';
import { answerAutocomplete } from './answer-autocomplete.ts';
import { refuseAttachments, toReferenceSource } from './attachment-hints.ts';
import { pickedMenu } from './context-menus.ts';
import type { DiscordApi } from './discord-api.ts';
import { DiscordCallFailed } from './discord-call-failed.ts';
import { followUpWhenAnswered } from './first-answer.ts';
import { renderMessages } from './fit-text.ts';
import { readPrompt, readUploads } from './form-inputs.ts';
import { InteractionAnswer } from './interaction-answer.ts';
import type { TargetTools } from './menu-target.ts';
import { isShownToOne, picturesOfTarget } from './menu-target.ts';
import { messageBody } from './message-body.ts';
import { resultOf } from './own-result.ts';
import type { PromptFormDesk } from './prompt-form-desk.ts';
import {
  attachmentsOf,
  chosenLanguage,
  personIdOf,
  pressOf,
  toInvocation,
  toPress,
  toRawOptions,
} from './read-interaction.ts';
import type { ReplyPlace } from './reply-place.ts';
import { showReply } from './show-reply.ts';
import { readChoices } from './suggested-choice.ts';
import { usedCommand } from './used-command.ts';

export interface InteractionDeskOptions {
  readonly api: DiscordApi;
  readonly commands: readonly Command[];
  readonly services: CommandServices;
  readonly promptForms: PromptFormDesk;
  /** Where pictures that messages show are taken from. */
  readonly fileOrigins: readonly string[];
  readonly wording: Wording;
  readonly log: Log;
  readonly onTooManyAtOnce?: (() => void) | undefined;
}

/** Answers whatever people do with the bot on Discord; what was accepted is answered by the courier. */
export class InteractionDesk {
  readonly #options: InteractionDeskOptions;

  constructor(options: InteractionDeskOptions) {
    this.#options = options;
  }

  /** The one boundary: whatever happens, the person gets an answer while Discord still takes one. */
  async handle(interaction: Interaction, { channels, patience }: Arrival): Promise<void> {
    if (interaction.isAutocomplete()) return answerAutocomplete(interaction, this.#options);
    const { api, log, wording } = this.#options;
    const { applicationId, id: interactionId, token } = interaction;
    const answer = new InteractionAnswer(api, { applicationId, interactionId, token });
    let language: string = interaction.locale;
    try {
      // Nothing is looked up any more: what is left of the time is for getting there.
      if (patience.aborted) return await this.#refuseUnheard(answer, language);
      language = await chosenLanguage(interaction, this.#options.services);
      await this.#answer(interaction, { answer, channels, language, patience });
    } catch (error) {
      const reference = createReference();
      log.error({ reference, interactionId, error }, 'what a person did could not be answered');
      // What is over or unreachable takes no apology either.
      if (isHopeless(error)) return;
      await answer
        .say(wording.fault(reference, language), { isEphemeral: true })
        .catch((cause: unknown) =>
          log.error({ reference, error: cause }, 'not even the fault could be told'),
        );
    }
  }

  #refuseUnheard(answer: InteractionAnswer, language: string): Promise<void> {
    const { onTooManyAtOnce, wording } = this.#options;
    onTooManyAtOnce?.();
    return tell(answer, wording.refusal({ reason: 'too-many-at-once' }, language));
  }

  async #answer(interaction: Answerable, words: Words): Promise<void> {
    if (interaction.isMessageComponent()) return this.#act({ interaction, ...words, answers: undefined });
    if (interaction.isModalSubmit()) {
      const isOfButton = readButtonId(interaction.customId) !== undefined;
      return isOfButton ? this.#takeWords(interaction, words) : this.#takeForm(interaction, words);
    }
    if (interaction.isContextMenuCommand()) {
      return this.#takeMenu(interaction, words);
    }
    if (interaction.isChatInputCommand()) return this.#takeCommand(interaction, words);
    return this.#tellUnknown(words);
  }

  async #takeCommand(interaction: ChatInputCommandInteraction, words: Words): Promise<void> {
    const command = usedCommand(interaction, this.#options.commands);
    if (command === undefined) return this.#tellUnknown(words);
    const { answer, language } = words;
    const { services, wording } = this.#options;
    const refusal = refuseAttachments(attachmentsOf(interaction), { language, wording });
    if (refusal !== undefined) return tell(answer, refusal);
    const suggesting = { ...services, personId: personIdOf(interaction), language, wording };
    const raw = await readChoices(toRawOptions(interaction), { options: command.options, suggesting });
    if (raw === undefined) return tell(answer, wording.text('discord.choiceForgotten', language));
    await this.#run({ command, interaction, ...words, raw, pictures: [] });
  }

  async #takeMenu(interaction: ContextMenuCommandInteraction, words: Words): Promise<void> {
    const { answer, language } = words;
    const { promptForms, wording } = this.#options;
    const menu = pickedMenu(interaction, wording);
    if (menu?.command === 'delete') return this.#deleteTarget(interaction, words);
    const command = menu && this.#find(menu.command);
    if (menu === undefined || command === undefined) return this.#tellUnknown(words);
    if (command.name === imagine.name) {
      const refusal = await promptForms.open(interaction, { menu, language });
      return refusal === undefined ? undefined : tell(answer, refusal);
    }
    const { attachments, pictures } = await picturesOfTarget(interaction, this.#targetTools());
    if (pictures.length === 0) return tell(answer, wording.text('discord.noPictures', language));
    const refusal = refuseAttachments(attachments, { language, wording });
    if (refusal !== undefined) return tell(answer, refusal);
    const raw = isShownToOne(interaction) ? { private: true } : {};
    await this.#run({ command, interaction, ...words, raw, pictures });
  }

  /** Also where the button is out of sight, or never was. */
  async #deleteTarget(interaction: ContextMenuCommandInteraction, words: Words): Promise<void> {
    const { answer, channels, language, patience } = words;
    const { wording } = this.#options;
    const target = interaction.isMessageContextMenuCommand() ? interaction.targetMessage : undefined;
    const generationId = target && resultOf(target, interaction.client.user.id);
    if (generationId === undefined) return tell(answer, wording.text('discord.notAResult', language));
    const argument = pictureArgument({ generationId, position: undefined });
    const press = pressOf(interaction, {
      channels,
      language,
      patience,
      wording,
      buttonId: buttonId({ action: remove.name, argument }),
    });
    const reply = await runAction({ press, answers: undefined, ...this.#runTools() });
    await this.#show(reply, { interaction, answer, language, source: undefined, isPrivate: true });
  }

  #targetTools(): TargetTools {
    const { fileOrigins, services } = this.#options;
    return { fileOrigins, gallery: services.gallery };
  }

  async #takeForm(interaction: ModalSubmitInteraction, words: Words): Promise<void> {
    const command = this.#find(imagine.name);
    if (command === undefined) return this.#tellUnknown(words);
    const reading = await this.#options.promptForms.read(interaction, words.language);
    if (reading.kind === 'refusal') return tell(words.answer, reading.text);
    await this.#run({ command, interaction, ...words, ...reading });
  }

  /** The form that a button opened: it says by itself what it is about, however long it was open. */
  async #takeWords(interaction: ModalSubmitInteraction, words: Words): Promise<void> {
    const { answer, language } = words;
    const uploads = readUploads(interaction);
    const refusal = refuseAttachments(uploads, { language, wording: this.#options.wording });
    if (refusal !== undefined) return tell(answer, refusal);
    const answers = { words: readPrompt(interaction), pictures: uploads.map(toReferenceSource) };
    await this.#act({ interaction, ...words, answers });
  }

  #find(name: string): Command | undefined {
    return this.#options.commands.find((command) => command.name === name && isOfferedOn(command, 'discord'));
  }

  async #run({ answer, command, interaction, pictures, raw, ...words }: CommandUse): Promise<void> {
    const { wording } = this.#options;
    const { language } = words;
    const invocation = toInvocation(interaction, { ...words, pictures, wording });
    const reply = await runCommand({ command, invocation, raw, ...this.#runTools() });
    const isPrivate = raw.private === true;
    await this.#show(reply, { interaction, answer, language, source: undefined, isPrivate });
  }

  async #act({ answer, answers, interaction, ...words }: ButtonUse): Promise<void> {
    const { language } = words;
    const press = toPress(interaction, { ...words, wording: this.#options.wording });
    const reply = await runAction({ press, answers, ...this.#runTools() });
    const source = interaction.message ?? undefined;
    await this.#show(reply, { interaction, answer, language, source, isPrivate: true });
  }

  async #show(
    { news, ...reply }: Reply & WithNews,
    place: Omit<ReplyPlace, 'api' | 'wording' | 'log'>,
  ): Promise<void> {
    const { api, log, wording } = this.#options;
    await showReply(reply, { ...place, api, log, wording });
    if (news !== undefined) await this.#addNews(place.interaction, news);
  }

  /** For the person alone, once the first answer has arrived: nothing can be added before. */
  async #addNews(
    { applicationId, id: interactionId, token }: ReplyPlace['interaction'],
    { said, text: words }: News,
  ): Promise<void> {
    const { api, log } = this.#options;
    const handle = { applicationId, interactionId, token };
    try {
      for (const text of renderMessages(words)) {
        await followUpWhenAnswered(api, handle, { body: messageBody({ text, isEphemeral: true }) });
      }
      await said();
    } catch (error) {
      log.warn({ interactionId, error }, 'news did not arrive');
    }
  }

  #runTools(): RunTools {
    const { log, services, wording } = this.#options;
    return {
      services,
      wording,
      reportFault: (report) => log.error({ ...report }, 'a command or a button ran into a fault'),
    };
  }

  #tellUnknown({ answer, language }: Words): Promise<void> {
    return tell(answer, this.#options.wording.text('discord.unknownCommand', language));
  }
}

/** Answers for the person alone. */
function tell(answer: InteractionAnswer, text: RichText): Promise<void> {
  return answer.say(text, { isEphemeral: true });
}

function isHopeless(error: unknown): boolean {
  return error instanceof DiscordCallFailed && error.failure !== 'rejected' && error.failure !== 'too-large';
}

/** Everything but what is typed: that is only suggested to. */
type Answerable = Exclude<Interaction, AutocompleteInteraction>;

/** Where somebody has done something, and until when it can be answered. */
interface Arrival {
  /** As `discord:id`. */
  readonly channels: readonly string[];
  /** Aborted when what is not decided about by then could not be answered any more. */
  readonly patience: AbortSignal;
}

/** How a person is answered. */
interface Words extends Arrival {
  readonly answer: InteractionAnswer;
  readonly language: string;
}

interface CommandUse extends Words {
  readonly command: Command;
  readonly interaction: ChatInputCommandInteraction | ContextMenuCommandInteraction | ModalSubmitInteraction;
  readonly raw: RawOptions;
  readonly pictures: readonly ReferenceSource[];
}

interface ButtonUse extends Words {
  readonly interaction: MessageComponentInteraction | ModalSubmitInteraction;
  readonly answers: FormAnswers | undefined;
}
