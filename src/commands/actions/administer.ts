import type { Action } from '../action.ts';
import { adminActionName, readAdminArgument } from '../admin/admin-button.ts';
import { allAdminVerbs } from '../admin/all-admin-verbs.ts';
import { useVerb } from '../admin/use-verb.ts';

/** Does what the buttons of `/admin` stand for, for whoever may at that moment. */
export const administer: Action = {
  name: adminActionName,
  async run(press, tools) {
    const { argument, verb: name } = readAdminArgument(press.argument);
    const verb = allAdminVerbs.find((one) => one.name === name);
    if (verb?.press === undefined) {
      return { kind: 'refusal', text: tools.wording.text('button.unknown', press.language) };
    }
    return useVerb(verb, press, { tools, values: argument, use: verb.press });
  },
};
