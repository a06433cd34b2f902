import type { AdminVerb } from './admin/admin-verb.ts';
import { allAdminVerbs } from './admin/all-admin-verbs.ts';
import { authorityOf, mayUse } from './admin/authorise.ts';
import { useVerb } from './admin/use-verb.ts';
import type { Command, CommandTools, Invocation } from './command.ts';
import { verbTextKey } from './command-texts.ts';
import { joinText } from './join-text.ts';
import type { OptionSpecs, OptionValues } from './option.ts';
import { textPage } from './text-page.ts';

function toCommand<Specs extends OptionSpecs>(verb: AdminVerb<Specs>): Command<Specs> {
  return {
    name: verb.name,
    group: 'admin',
    options: verb.options,
    run: (invocation: Invocation<OptionValues<Specs>>, tools: CommandTools) =>
      useVerb(verb, invocation, { tools, values: invocation.values, use: verb.run }),
  };
}

/** Everything that whoever keeps order can do. Menus show it to them alone, and each use is checked all the same. */
export const admin: Command<Record<never, never>> = {
  name: 'admin',
  // Elsewhere nobody keeps order.
  platforms: ['discord', 'telegram'],
  isForModerators: true,
  options: {},
  subcommands: allAdminVerbs.map(toCommand),
  async run(invocation, { house, wording }) {
    const { isSeenByOthers, language } = invocation;
    const authority = await authorityOf(invocation, house);
    const verbs = allAdminVerbs.filter((verb) => mayUse(authority, verb));
    if (verbs.length === 0) return { kind: 'refusal', text: wording.text('admin.notYours', language) };
    const lines = verbs.map((verb) =>
      joinText(
        [[{ text: `/admin ${verb.name}`, style: 'code' }], wording.text(verbTextKey(verb), language)],
        ' – ',
      ),
    );
    const text = joinText(lines, '\n');
    return isSeenByOthers ? { kind: 'answer', text } : textPage(text);
  },
};
