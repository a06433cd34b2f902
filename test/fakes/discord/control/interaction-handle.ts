import type { Choice, Modal } from '../entities.ts';
import type { Answer, Interaction } from '../interaction.ts';
import type { Message } from '../message.ts';
import { transcriptOf } from '../transcript.ts';
import { waitForChange } from '../waiting.ts';
import type { World } from '../world.ts';

/** A form as a person sees it, with the interaction it belongs to. */
export interface ShownModal {
  readonly modal: Modal;
  readonly openedBy: Interaction;
}

/** What a person did, and what came of it. */
export class InteractionHandle {
  readonly interaction: Interaction;
  readonly #world: World;

  constructor(world: World, interaction: Interaction) {
    this.#world = world;
    this.interaction = interaction;
  }

  get id(): string {
    return this.interaction.id;
  }

  get token(): string {
    return this.interaction.token;
  }

  /** The first answer and how long it took after the event was sent. */
  async acknowledged(timeoutMs?: number): Promise<Answer & { readonly afterMs: number }> {
    const { interaction } = this;
    return this.#wait({
      find: () =>
        interaction.answer && interaction.answeredAtMs !== undefined
          ? { ...interaction.answer, afterMs: interaction.answeredAtMs - interaction.dispatchedAtMs }
          : undefined,
      description: 'the first answer',
      timeoutMs,
    });
  }

  /** The answer (`@original`) as it stands now; undefined before it came. */
  message(): Message | undefined {
    return this.interaction.original;
  }

  followUps(): readonly Message[] {
    return this.interaction.followUps;
  }

  /** The answer or a follow-up, once one that the person can see satisfies the predicate. */
  async waitForMessage(
    predicate: (message: Message) => boolean,
    description: string,
    timeoutMs?: number,
  ): Promise<Message> {
    const { interaction } = this;
    return this.#wait({
      find: () =>
        [interaction.original, ...interaction.followUps]
          .filter((message) => message !== undefined)
          .find((message) => message.visibleTo(interaction.user) && predicate(message)),
      description,
      timeoutMs,
    });
  }

  /** The form that the bot opened. */
  async modal(timeoutMs?: number): Promise<ShownModal> {
    const answer = await this.acknowledged(timeoutMs);
    if (answer.kind !== 'modal') throw new Error(`Expected a modal, the first answer was: ${answer.kind}`);
    return { modal: answer.modal, openedBy: this.interaction };
  }

  /** The suggestions of an autocomplete. */
  async choices(timeoutMs?: number): Promise<readonly Choice[]> {
    const answer = await this.acknowledged(timeoutMs);
    if (answer.kind !== 'choices') throw new Error(`Expected choices, the first answer was: ${answer.kind}`);
    return answer.choices;
  }

  /** Ends the interaction now: a first answer gets 10062, later calls 50027. */
  expireToken(): void {
    this.interaction.ended = true;
  }

  #wait<Found>(details: {
    find: () => Found | undefined;
    description: string;
    timeoutMs: number | undefined;
  }): Promise<Found> {
    const { interaction } = this;
    return waitForChange({
      world: this.#world,
      find: details.find,
      describe: () =>
        [
          `${details.description} (${interaction.command?.name ?? `interaction type ${interaction.type}`} by ${interaction.user.name};`,
          `first answer: ${interaction.answer?.kind ?? 'none'}; clients on the gateway: ${this.#world.countListeners()}).`,
          'What was said:',
          transcriptOf(this.#world, interaction.channel),
        ].join('\n'),
      ...(details.timeoutMs === undefined ? {} : { timeoutMs: details.timeoutMs }),
    });
  }
}
