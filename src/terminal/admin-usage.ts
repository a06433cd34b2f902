import type { AdminVerb } from '../commands/admin/admin-verb.ts';
import { allAdminVerbs } from '../commands/admin/all-admin-verbs.ts';
import { optionKey, verbTextKey } from '../commands/command-texts.ts';
import { toPlainText } from '../commands/join-text.ts';
import type { OptionSpec } from '../commands/option.ts';
import { createTexts } from '../commands/texts/texts.ts';

const column = 24;

/** What an operator can type: all verbs, or everything about one. */
export function adminUsage(verb: AdminVerb | undefined, language: string): string {
  const say = createTexts();
  const line = (name: string, text: string) => `  ${name.padEnd(column)}${text}`;
  if (verb === undefined) {
    const verbs = allAdminVerbs.map((one) => line(one.name, toPlainText(say(verbTextKey(one), language))));
    return [
      'npm run admin -- VERB [options] [--json]',
      '',
      ...verbs,
      '',
      'npm run admin -- VERB --help',
    ].join('\n');
  }
  const named = { name: verb.name, group: 'admin' } as const;
  const options = Object.entries<OptionSpec>(verb.options).map(([name, spec]) => {
    const isMain = spec.kind === 'text' && spec.isRest === true;
    return line(
      isMain ? name.toUpperCase() : `--${name}`,
      toPlainText(say(optionKey(named, name), language)),
    );
  });
  const description = toPlainText(say(verbTextKey(verb), language));
  return [`npm run admin -- ${verb.name}`, '', description, '', ...options].join('\n').trimEnd();
}
