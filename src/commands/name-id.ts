import type { Mention, TextRun } from './rich-text.ts';

/**
 * Names a channel, role or person by its id, so that people see who or what it is, and get there:
 * https://docs.discord.com/developers/reference#message-formatting and, for topics of Telegram,
 * https://core.telegram.org/api/links#message-links
 */
export function nameId(id: string, kind: Mention['kind']): TextRun {
  const [, chat, topic] = /^telegram:-100(\d+)\/(\d+)$/.exec(id) ?? [];
  if (topic !== undefined) {
    // The topic that every group with topics has: https://core.telegram.org/api/forum#forum-topics
    const name = topic === '1' ? 'General' : topic;
    return { text: `#${name}`, style: 'plain', link: `https://t.me/c/${chat}/${topic}` };
  }
  const mentioned = /^discord:(\d+)$/.exec(id)?.[1];
  if (mentioned === undefined) return { text: id, style: 'code' };
  return { text: id, style: 'plain', mention: { kind, id: mentioned } };
}
