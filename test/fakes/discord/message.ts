import type { APIEmbed } from 'discord-api-types/v10';
import { MessageFlags } from 'discord-api-types/v10';
import { eachComponent } from './components.ts';
import type { Attachment, Channel, Component, User } from './entities.ts';

const BUTTON = 2;
const SELECTS = [3, 5, 6, 7, 8];
const TEXT_DISPLAY = 10;

/** Something on a message that a person can use. */
export interface Control {
  readonly message: Message;
  readonly component: Component;
}

export interface MessageOrigin {
  readonly interactionId: string;
  readonly interactionType: number;
  readonly token: string;
  readonly user: User;
  readonly commandName: string | undefined;
  /** Whose button was pressed. */
  readonly source: Message | undefined;
}

/** A message as it stands now; it changes when the bot edits it. */
export class Message {
  readonly id: string;
  readonly channel: Channel;
  readonly author: User;
  readonly createdAtMs: number;
  readonly origin: MessageOrigin | undefined;
  readonly nonce: string | undefined;
  readonly repliesTo: string | undefined;
  content = '';
  embeds: readonly APIEmbed[] = [];
  components: readonly Component[] = [];
  attachments: readonly Attachment[] = [];
  flags = 0;
  /** Ids of people, roles and `everyone` that this message notified when it was posted. */
  pings: readonly string[] = [];
  editedAtMs: number | undefined;
  edits = 0;
  deleted = false;

  constructor(details: {
    id: string;
    channel: Channel;
    author: User;
    createdAtMs: number;
    origin: MessageOrigin | undefined;
    nonce?: string | undefined;
    repliesTo?: string | undefined;
  }) {
    this.id = details.id;
    this.channel = details.channel;
    this.author = details.author;
    this.createdAtMs = details.createdAtMs;
    this.origin = details.origin;
    this.nonce = details.nonce;
    this.repliesTo = details.repliesTo;
  }

  get ephemeral(): boolean {
    return (this.flags & MessageFlags.Ephemeral) !== 0;
  }

  /** The bot only said 'thinking…' so far. */
  get loading(): boolean {
    return (this.flags & MessageFlags.Loading) !== 0;
  }

  get usesComponentsV2(): boolean {
    return (this.flags & MessageFlags.IsComponentsV2) !== 0;
  }

  /** All words a reader sees: content, embeds, text displays. */
  get text(): string {
    const embeds = this.embeds.flatMap((embed) => [
      embed.author?.name,
      embed.title,
      embed.description,
      ...(embed.fields ?? []).flatMap((field) => [field.name, field.value]),
      embed.footer?.text,
    ]);
    const displays = [...eachComponent(this.components)]
      .filter(({ component }) => component.type === TEXT_DISPLAY)
      .map(({ component }) => component.content);
    return [this.content, ...embeds, ...displays].filter(Boolean).join('\n');
  }

  get buttons(): readonly Control[] {
    return this.#controls([BUTTON]);
  }

  get selects(): readonly Control[] {
    return this.#controls(SELECTS);
  }

  /** The button with this label (or a matching one) or custom_id; throws, naming what is there, when none fits. */
  button(wanted: string | RegExp): Control {
    return pick(this.buttons, wanted, 'button');
  }

  /** The select menu with this custom_id. */
  select(wanted: string | RegExp): Control {
    return pick(this.selects, wanted, 'select menu');
  }

  /** Attachments a reader sees, in order: with components V2 only those that a component shows. */
  get visibleAttachments(): readonly Attachment[] {
    if (!this.usesComponentsV2) return this.attachments;
    return mediaUrls(this.components).flatMap((url) => {
      const shown = this.attachments.find((attachment) => refersTo(url, attachment));
      return shown ? [shown] : [];
    });
  }

  /** Whether this person can read the message now. */
  visibleTo(person: { readonly id: string }): boolean {
    if (this.deleted || this.channel.deleted) return false;
    if (this.ephemeral) return this.origin?.user.id === person.id;
    if (this.channel.guild) return true;
    return this.channel.recipients.some((recipient) => recipient.id === person.id);
  }

  #controls(types: readonly number[]): readonly Control[] {
    return [...eachComponent(this.components)]
      .filter(({ component }) => types.includes(component.type))
      .map(({ component }) => ({ message: this, component }));
  }
}

function pick(controls: readonly Control[], wanted: string | RegExp, kind: string): Control {
  const matches = (value: string | null | undefined) =>
    value !== undefined &&
    value !== null &&
    (typeof wanted === 'string' ? value === wanted : wanted.test(value));
  const names = ({ component }: Control) => [component.label, component.custom_id, component.emoji?.name];
  const found = controls.find((control) => names(control).some(matches));
  if (found) return found;
  const present = controls.map((control) => names(control).filter(Boolean).join('/')).join(', ');
  throw new Error(`Expected a ${kind} matching ${String(wanted)}; the message has: ${present || 'none'}`);
}

/** Every media address that components show, in reading order. */
export function mediaUrls(components: readonly Component[]): string[] {
  return [...eachComponent(components)].flatMap(({ component }) => [
    ...(component.items ?? []).map((item) => item.media.url),
    ...(component.media ? [component.media.url] : []),
    ...(component.file ? [component.file.url] : []),
  ]);
}

export function refersTo(url: string, attachment: Attachment): boolean {
  return url === `attachment://${attachment.filename}` || url.includes(`/${attachment.id}/`);
}
