import { eachComponent } from './components.ts';
import type { Channel } from './entities.ts';
import type { Message } from './message.ts';
import type { World } from './world.ts';

/** What was said in a channel, as text for people who debug. */
export function transcriptOf(world: World, channel: Channel): string {
  const lines = world.messagesIn(channel).map(describeMessage);
  return [
    `── ${channel.guild ? `${channel.guild.name} #` : ''}${channel.name} ──`,
    ...(lines.length > 0 ? lines : ['(nothing)']),
  ].join('\n');
}

function describeMessage(message: Message): string {
  const marks = [
    message.deleted ? 'deleted' : '',
    message.ephemeral ? `only for ${message.origin?.user.name ?? 'nobody'}` : '',
    message.loading ? 'thinking…' : '',
    message.edits > 0 ? `edited ${message.edits}×` : '',
  ].filter(Boolean);
  const controls = [...eachComponent(message.components)]
    .filter(({ component }) => component.custom_id ?? component.url)
    .map(
      ({ component }) =>
        `[${component.label ?? component.custom_id ?? component.url}${component.disabled ? ' (off)' : ''}]`,
    );
  const files = message.attachments.map(({ filename, bytes }) => `<${filename}, ${bytes.length} bytes>`);
  const head = `${message.author.name}${marks.length > 0 ? ` (${marks.join(', ')})` : ''}:`;
  return [head, message.text.replaceAll('\n', '\n    '), ...controls, ...files].filter(Boolean).join(' ');
}
