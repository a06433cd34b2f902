import type { Message } from '../../test/fakes/discord/message.ts';
import { botAvatar, personAvatar } from './avatars.ts';
import { escapeHtml } from './html.ts';
import { renderDiscordComponent } from './render-discord-component.ts';

/** A channel with these messages, made of web components that look like Discord. */
export async function renderDiscordPage(messages: readonly Message[]): Promise<string> {
  const shown = await Promise.all(messages.map(renderMessage));
  return `<link rel="stylesheet" href="/scripts/screens/discord.css">
<script type="module">import '@skyra/discord-components-core';</script>
<main><discord-messages>${shown.join('')}</discord-messages></main>`;
}

async function renderMessage(message: Message): Promise<string> {
  const nameOf = (userId: string) => (userId === message.origin?.user.id ? message.origin.user.name : userId);
  const parts = await Promise.all(
    message.components.map((component) =>
      renderDiscordComponent(component, { attachments: message.attachments, nameOf }),
    ),
  );
  const isBot = message.author.bot;
  const name = isBot ? 'Easel' : message.author.name;
  const avatar = isBot ? botAvatar : personAvatar(name);
  const looks = `${isBot ? ' bot' : ''}${message.ephemeral ? ' ephemeral' : ''}`;
  return `<discord-message author="${escapeHtml(name)}" avatar="${avatar}" timestamp="09:41"${looks}>${renderOrigin(message)}<div class="body">${escapeHtml(message.content)}${parts.join('')}</div></discord-message>`;
}

/** Above an answer stands the command that was used, or the message whose button was pressed. */
function renderOrigin({ origin }: Message): string {
  if (origin?.source !== undefined) {
    return `<discord-reply slot="reply" author="Easel" avatar="${botAvatar}" bot attachment>Click to see attachment</discord-reply>`;
  }
  if (origin?.commandName === undefined) return '';
  const { commandName, user } = origin;
  return `<discord-command slot="reply" author="${escapeHtml(user.name)}" avatar="${personAvatar(user.name)}" command="${escapeHtml(commandName)}"></discord-command>`;
}
