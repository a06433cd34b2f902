import type { ChatInputCommandInteraction, Interaction, ModalSubmitInteraction } from 'discord.js';
import type { Command, CommandServices } from '../../commands/command.ts';
import { imagine } from '../../commands/imagine.ts';
import { isOfferedOn } from '../../commands/offered-on.ts';
import type { RawOptions } from '../../commands/option.ts';
import type { RichText } from '../../commands/rich-text.ts';
import type { FaultReport } from '../../commands/run-command.ts';
import { runCommand } from '../../commands/run-command.ts';
import type { Wording } from '../../commands/wording.ts';
import type { Log } from '../../core/log.ts';
import { createReference } from '../../core/reference.ts';
import type { ReferenceSource } from '../../core/reference-source.ts';
import { refuseAttachments } from './attachment-hints.ts';
import type { DiscordApi } from './discord-api.ts';
import { DiscordCallFailed } from './discord-call-failed.ts';
import { sendFirstAnswer } from './first-answer.ts';
import { renderMessages } from './fit-text.ts';
import { messageBody } from './message-body.ts';
import type { PromptFormDesk } from './prompt-form-desk.ts';
import { attachmentsOf, toInvocation, toRawOptions } from './read-interaction.ts';

export interface InteractionDeskOptions {
  readonly api: DiscordApi;
  readonly commands: readonly Command[];
  readonly services: CommandServices;
  readonly promptForms: PromptFormDesk;
  readonly wording: Wording;
  readonly log: Log;
}

/** Answers whatever people do with the bot on Discord; what was accepted is answered by the courier. */
export class InteractionDesk {
  readonly #options: InteractionDeskOptions;

  constructor(options: InteractionDeskOptions) {
    this.#options = options;
  }

  /** The one boundary: whatever happens, the person gets an answer while Discord still takes one. */
  async handle(interaction: Interaction): Promise<void> {
    const { log, wording } = this.#options;
    try {
      await this.#answer(interaction);
    } catch (error) {
      const reference = createReference();
      log.error({ reference, interactionId: interaction.id, error }, 'a command could not be answered');
      // What is over or unreachable takes no apology either.
      if (error instanceof DiscordCallFailed && error.failure !== 'rejected') return;
      await this.#tell(interaction, wording.fault(reference, interaction.locale)).catch((cause: unknown) =>
        log.error({ reference, error: cause }, 'not even the fault could be told'),
      );
    }
  }

  async #answer(interaction: Interaction): Promise<void> {
    if (interaction.isAutocomplete()) return;
    if (interaction.isModalSubmit()) return this.#takeForm(interaction);
    if (interaction.isContextMenuCommand()) {
      const words = await this.#options.promptForms.open(interaction);
      return words === undefined ? undefined : this.#tell(interaction, words);
    }
    if (interaction.isChatInputCommand()) return this.#takeCommand(interaction);
    return this.#tellUnknown(interaction);
  }

  async #takeCommand(interaction: ChatInputCommandInteraction): Promise<void> {
    const command = this.#find(interaction.commandName);
    if (command === undefined) return this.#tellUnknown(interaction);
    const { wording } = this.#options;
    const refusal = refuseAttachments(attachmentsOf(interaction), { language: interaction.locale, wording });
    if (refusal !== undefined) return this.#tell(interaction, refusal);
    await this.#run({ command, interaction, raw: toRawOptions(interaction), pictures: [] });
  }

  async #takeForm(interaction: ModalSubmitInteraction): Promise<void> {
    const command = this.#find(imagine.name);
    if (command === undefined) return this.#tellUnknown(interaction);
    const reading = await this.#options.promptForms.read(interaction);
    if (reading.kind === 'refusal') return this.#tell(interaction, reading.text);
    await this.#run({ command, interaction, ...reading });
  }

  #find(name: string): Command | undefined {
    return this.#options.commands.find((command) => command.name === name && isOfferedOn(command, 'discord'));
  }

  async #run({ command, interaction, pictures, raw }: CommandUse): Promise<void> {
    const { log, services, wording } = this.#options;
    const reply = await runCommand({
      command,
      invocation: toInvocation(interaction, { pictures, wording }),
      raw,
      services,
      wording,
      reportFault: (report: FaultReport) => log.error({ ...report }, 'a command ran into a fault'),
    });
    // The courier answers what was accepted.
    if (reply.kind === 'accepted') return;
    if (reply.kind !== 'answer' && reply.kind !== 'refusal') throw new Error(`cannot show a ${reply.kind}`);
    const isEphemeral = reply.kind === 'refusal' || raw.private === true;
    await this.#send(interaction, { text: reply.text, isEphemeral });
  }

  #tellUnknown(interaction: Interaction): Promise<void> {
    return this.#tell(interaction, this.#options.wording.text('discord.unknownCommand', interaction.locale));
  }

  /** Answers for the person alone. */
  #tell(interaction: Interaction, text: RichText): Promise<void> {
    return this.#send(interaction, { text, isEphemeral: true });
  }

  async #send(interaction: Interaction, answer: { text: RichText; isEphemeral: boolean }): Promise<void> {
    const { api } = this.#options;
    const { applicationId, id: interactionId, token } = interaction;
    const handle = { applicationId, interactionId, token };
    const [first = '…', ...others] = renderMessages(answer.text);
    await sendFirstAnswer(api, handle, messageBody({ text: first, isEphemeral: answer.isEphemeral }));
    for (const text of others) {
      await api.followUp(handle, { body: messageBody({ text, isEphemeral: answer.isEphemeral }) });
    }
  }
}

interface CommandUse {
  readonly command: Command;
  readonly interaction: ChatInputCommandInteraction | ModalSubmitInteraction;
  readonly raw: RawOptions;
  readonly pictures: readonly ReferenceSource[];
}
