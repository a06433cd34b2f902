import type { Authority } from '../../core/rules/authority.ts';
import type { BotRules, PlaceRules } from '../../core/rules/place-rules.ts';
import type { RuleScope } from '../../core/rules/rule-scope.ts';
import { scopeOf } from './admin-scope.ts';
import type { AdminAnswer, AdminCall, AdminTools, AdminVerb } from './admin-verb.ts';
import { readRulesChange, ruleOptions } from './read-rules-change.ts';
import { refuse } from './refuse.ts';
import { rulesButtons } from './rules-buttons.ts';
import { wordRules } from './rules-wording.ts';

/** Shows what holds here, or everywhere, and changes what is named. */
export const rules: AdminVerb<typeof ruleOptions> = {
  name: 'rules',
  audience: 'moderators',
  options: ruleOptions,
  async run(call, tools) {
    const scope = scopeOf(call);
    if (scope === undefined) return refuse('admin.notYours', call, tools);
    const reading = readRulesChange(call, { scope, catalog: tools.catalog });
    if (reading.kind === 'problem') {
      return refuse(reading.problem, call, tools);
    }
    return applyAndShow({ scope, change: reading.change }, call, tools);
  },
  async press(call, tools) {
    const [where = '', name = '', value = ''] = call.values.split('-');
    const scope = scopeOf({ ...call, values: { everywhere: where === 'all', place: undefined } });
    if (scope === undefined) return refuse('admin.notYours', call, tools);
    const change =
      name === 'privateOnly' || name === 'spoilersAlways' ? { [name]: value === 'on' || undefined } : {};
    return applyAndShow({ scope, change }, call, tools);
  },
};

interface Order {
  readonly scope: RuleScope;
  readonly change: BotRules | PlaceRules;
}

async function applyAndShow(
  { change, scope }: Order,
  { by, language }: AdminCall<unknown>,
  { house, catalog, wording }: AdminTools,
): Promise<AdminAnswer> {
  const hasChange = Object.keys(change).length > 0;
  const current = hasChange ? await apply(by, { change, scope }, house) : await read(scope, house);
  if (current === undefined) return refuse('admin.notYours', { language }, { wording });
  const bans = await house.bans.list(scope);
  return {
    kind: 'done',
    text: wordRules({ scope, rules: current, bans, hasChanged: hasChange }, { catalog, language, wording }),
    buttons: rulesButtons({ scope, rules: current }, language, wording),
    data: { scope, rules: current, bans },
  };
}

function placeOf(scope: Exclude<RuleScope, 'bot'>): string {
  return scope.slice('place:'.length);
}

async function apply(
  by: Authority,
  { change, scope }: Order,
  { rules }: AdminTools['house'],
): Promise<BotRules | PlaceRules | undefined> {
  const changed =
    scope === 'bot'
      ? await rules.changeBot(by, change)
      : await rules.changePlace(by, { placeId: placeOf(scope), change });
  return changed.kind === 'changed' ? changed.rules : undefined;
}

async function read(scope: RuleScope, { rules }: AdminTools['house']): Promise<BotRules | PlaceRules> {
  if (scope === 'bot') return (await rules.current('')).bot;
  return (await rules.current(placeOf(scope))).place;
}
