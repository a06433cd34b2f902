import type { Authority } from '../../core/rules/authority.ts';
import type { RulesChange } from '../../core/rules/house-rules.ts';
import type { BotRules, PlaceRules } from '../../core/rules/place-rules.ts';
import type { RuleScope } from '../../core/rules/rule-scope.ts';
import { toPlainText } from '../join-text.ts';
import { scopeOf } from './admin-scope.ts';
import type { AdminAnswer, AdminCall, AdminTools, AdminVerb } from './admin-verb.ts';
import { readRulesChange, ruleOptions } from './read-rules-change.ts';
import { refuse } from './refuse.ts';
import { isRuleName, wordRuleName } from './rule-wording.ts';
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
  const outcome = hasChange
    ? await apply(by, { change, scope }, house)
    : { kind: 'changed' as const, rules: await read(scope, house) };
  if (outcome.kind === 'not-theirs') return refuse('admin.notYours', { language }, { wording });
  if (outcome.kind === 'fixed') {
    const isOnTelegram = scope.startsWith('place:telegram:');
    const named = outcome.names
      .filter(isRuleName)
      .map((name) => toPlainText(wordRuleName(name, { isOnTelegram, catalog, language, wording })));
    const rules = named.map((name) => name.replace(/:$/, '')).join(', ');
    return { kind: 'refused', text: wording.text('admin.fixed', language, { rules }) };
  }
  const { rules: current } = outcome;
  const bans = await house.bans.list(scope);
  return {
    kind: 'done',
    text: wordRules(
      { scope, rules: current, bans, adminIds: house.adminIds, hasChanged: hasChange },
      { catalog, language, wording },
    ),
    buttons: rulesButtons({ scope, rules: current, by }, language, wording),
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
): Promise<RulesChange<BotRules | PlaceRules>> {
  return scope === 'bot'
    ? rules.changeBot(by, change)
    : rules.changePlace(by, { placeId: placeOf(scope), change });
}

async function read(scope: RuleScope, { rules }: AdminTools['house']): Promise<BotRules | PlaceRules> {
  if (scope === 'bot') return (await rules.current('')).bot;
  return (await rules.current(placeOf(scope))).place;
}
