import { eachComponent } from './components.ts';
import type { AllowedMentions, MessageBody } from './entities.ts';

/**
 * Whom a new message notifies: user ids, role ids with `&` before them, `everyone`.
 * Without `allowed_mentions` everything in the text counts.
 * https://discord.com/developers/docs/resources/message#allowed-mentions-object
 */
export function pingsOf(body: MessageBody): string[] {
  const displays = [...eachComponent(body.components ?? [])].map(({ component }) => component.content ?? '');
  const text = [body.content ?? '', ...displays].join('\n');
  const allowed = body.allowed_mentions ?? undefined;
  const users = [...text.matchAll(/<@!?(\d{17,20})>/g)].flatMap(([, id]) => (id ? [id] : []));
  const roles = [...text.matchAll(/<@&(\d{17,20})>/g)].flatMap(([, id]) => (id ? [id] : []));
  return [
    ...new Set([
      ...(/@(?:everyone|here)\b/.test(text) && parses(allowed, 'everyone') ? ['everyone'] : []),
      ...users.filter((id) => parses(allowed, 'users') || allowed?.users?.includes(id)),
      ...roles.filter((id) => parses(allowed, 'roles') || allowed?.roles?.includes(id)).map((id) => `&${id}`),
    ]),
  ];
}

function parses(allowed: AllowedMentions | undefined, kind: string): boolean {
  return allowed === undefined || (allowed.parse?.includes(kind) ?? false);
}
