import { setTimeout as wait } from 'node:timers/promises';
import type { ChatInputCommandInteraction, Interaction } from 'discord.js';
import type { Command, CommandServices } from '../../commands/command.ts';
import { isOfferedOn } from '../../commands/offered-on.ts';
import type { Reply } from '../../commands/reply.ts';
import type { RichText } from '../../commands/rich-text.ts';
import type { FaultReport } from '../../commands/run-command.ts';
import { runCommand } from '../../commands/run-command.ts';
import type { Wording } from '../../commands/wording.ts';
import type { Log } from '../../core/log.ts';
import { createReference } from '../../core/reference.ts';
import type { DiscordApi } from './discord-api.ts';
import { DiscordCallFailed } from './discord-call-failed.ts';
import { sendFirstAnswer } from './first-answer.ts';
import { renderMessages } from './fit-text.ts';
import { GatewayClient } from './gateway-client.ts';
import type { GatewayState } from './gateway-connection.ts';
import { GatewayRefused } from './gateway-connection.ts';
import { messageBody } from './message-body.ts';
import { toInvocation, toRawOptions } from './read-interaction.ts';
import { registerCommands } from './register-commands.ts';
import { toRegistration } from './registration.ts';

export interface DiscordBotOptions {
  readonly token: string;
  /** As in `https://discord.com/api`. */
  readonly apiUrl: string;
  readonly cdnUrl: string;
  readonly api: DiscordApi;
  readonly commands: readonly Command[];
  readonly services: CommandServices;
  readonly wording: Wording;
  readonly log: Log;
  /** Is told of every change of `state`. */
  readonly onState?: (state: GatewayState) => void;
  /** First pause before another attempt to connect or to register; doubles up to a minute. */
  readonly firstRetryMs?: number;
}

const longestRetryMs = 60_000;
/** How long a stop waits for answers that are under way; Discord takes a first answer for three seconds only. */
const answerGraceMs = 5_000;

/** Takes commands from Discord and answers them; what is painted reaches people through the courier. */
export class DiscordBot {
  readonly #options: DiscordBotOptions;
  readonly #underWay = new Set<Promise<void>>();
  readonly #stopping = new AbortController();
  /** Closing a client in the middle of its login leaves the login pending for ever. */
  readonly #whenStopping = Promise.withResolvers<undefined>();
  #client: GatewayClient | undefined;
  #state: GatewayState = 'off';
  #started: Promise<void> | undefined;
  #stopped: Promise<void> | undefined;

  constructor(options: DiscordBotOptions) {
    this.#options = options;
  }

  get state(): GatewayState {
    return this.#state;
  }

  get isConnected(): boolean {
    return this.#state === 'connected';
  }

  /**
   * Connects and registers the commands; resolves when the bot is ready for people, or when it was stopped before.
   * While Discord cannot be reached it keeps trying.
   *
   * @throws GatewayRefused when the operator has to change something first.
   */
  start(): Promise<void> {
    this.#started ??= this.#start();
    return this.#started;
  }

  /** Disconnects, and resolves once the commands that were under way have been answered, or could not be in time. */
  stop(): Promise<void> {
    this.#stopped ??= this.#stop();
    return this.#stopped;
  }

  async #start(): Promise<void> {
    const applicationId = await this.#persist('connect to Discord', () => this.#connect());
    if (applicationId === undefined) return;
    const registering = this.#register(applicationId).finally(() => this.#underWay.delete(registering));
    this.#underWay.add(registering);
    await registering;
  }

  async #stop(): Promise<void> {
    this.#stopping.abort();
    this.#whenStopping.resolve(undefined);
    await this.#client?.close();
    this.#changeState('off');
    await Promise.race([Promise.all(this.#underWay), wait(answerGraceMs, undefined, { ref: false })]);
  }

  async #connect(): Promise<string> {
    const { apiUrl, cdnUrl, log, token } = this.#options;
    this.#changeState('connecting');
    // A client that failed to log in is destroyed and cannot be used again.
    const client = new GatewayClient({
      token,
      apiUrl,
      cdnUrl,
      log,
      onInteraction: (interaction) => this.#take(interaction),
      onState: (state) => this.#changeState(state),
    });
    this.#client = client;
    try {
      return await client.open();
    } catch (error) {
      await client.close();
      if (error instanceof GatewayRefused) this.#changeState('refused');
      throw error;
    }
  }

  async #register(applicationId: string): Promise<void> {
    const { api, commands, log } = this.#options;
    const body = toRegistration(commands);
    try {
      const registration = await this.#persist('register the commands', () =>
        registerCommands(api, { applicationId, commands: body }),
      );
      if (registration !== undefined)
        log.info({ registration, commands: body.length }, 'Discord knows the commands');
    } catch (error) {
      // The commands of an earlier start are still there, so people can be served.
      log.error({ error }, 'the commands could not be registered');
    }
  }

  /** Tries again until it succeeds; undefined when the bot was stopped before. */
  async #persist<Result>(what: string, attempt: () => Promise<Result>): Promise<Result | undefined> {
    const { firstRetryMs = 1_000, log } = this.#options;
    for (
      let retryMs = firstRetryMs;
      !this.#stopping.signal.aborted;
      retryMs = Math.min(retryMs * 2, longestRetryMs)
    ) {
      try {
        return await Promise.race([attempt(), this.#whenStopping.promise]);
      } catch (error) {
        if (this.#stopping.signal.aborted) return undefined;
        if (isFinal(error)) throw error;
        log.warn({ error, retryMs }, `could not ${what}; trying again`);
        await wait(retryMs, undefined, { signal: this.#stopping.signal }).catch(() => undefined);
      }
    }
    return undefined;
  }

  #changeState(state: GatewayState): void {
    if (this.#stopping.signal.aborted && state !== 'off') return;
    if (state === this.#state) return;
    this.#state = state;
    this.#options.onState?.(state);
  }

  #take(interaction: Interaction): void {
    const handling = this.#handle(interaction).finally(() => this.#underWay.delete(handling));
    this.#underWay.add(handling);
  }

  /** The one boundary: whatever happens, the person gets an answer while Discord still takes one. */
  async #handle(interaction: Interaction): Promise<void> {
    const { log, wording } = this.#options;
    try {
      await this.#answer(interaction);
    } catch (error) {
      const reference = createReference();
      log.error({ reference, interactionId: interaction.id, error }, 'a command could not be answered');
      // What is over or unreachable takes no apology either.
      if (error instanceof DiscordCallFailed && error.failure !== 'rejected') return;
      await this.#send(interaction, {
        text: wording.fault(reference, interaction.locale),
        isEphemeral: true,
      }).catch((cause: unknown) =>
        log.error({ reference, error: cause }, 'not even the fault could be told'),
      );
    }
  }

  async #answer(interaction: Interaction): Promise<void> {
    if (interaction.isAutocomplete()) return;
    const command = interaction.isChatInputCommand() ? this.#find(interaction) : undefined;
    if (command === undefined || !interaction.isChatInputCommand()) {
      const text = this.#options.wording.text('discord.unknownCommand', interaction.locale);
      return this.#send(interaction, { text, isEphemeral: true });
    }
    const reply = await this.#run(command, interaction);
    // The courier answers what was accepted.
    if (reply.kind === 'accepted') return;
    const isEphemeral = reply.kind === 'refusal' || toRawOptions(interaction).private === true;
    await this.#send(interaction, { text: reply.text, isEphemeral });
  }

  #find({ commandName }: ChatInputCommandInteraction): Command | undefined {
    return this.#options.commands.find(
      (command) => command.name === commandName && isOfferedOn(command, 'discord'),
    );
  }

  #run(command: Command, interaction: ChatInputCommandInteraction): Promise<Reply> {
    const { log, services, wording } = this.#options;
    return runCommand({
      command,
      invocation: toInvocation(interaction, { wording }),
      raw: toRawOptions(interaction),
      services,
      wording,
      reportFault: (report: FaultReport) => log.error({ ...report }, 'a command ran into a fault'),
    });
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

function isFinal(error: unknown): boolean {
  if (error instanceof GatewayRefused) return true;
  return (
    error instanceof DiscordCallFailed && error.failure !== 'unanswered' && error.failure !== 'rate-limited'
  );
}
