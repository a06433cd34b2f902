import type { ModelCatalog } from '../../core/model-catalog.ts';
import type { Ban } from '../../core/rules/ban.ts';
import { isByOperator } from '../../core/rules/ban.ts';
import type { BotRules, PlaceRules } from '../../core/rules/place-rules.ts';
import type { RuleScope } from '../../core/rules/rule-scope.ts';
import { joinText, toPlainText } from '../join-text.ts';
import { nameId } from '../name-id.ts';
import type { RichText } from '../rich-text.ts';
import type { Wording } from '../wording.ts';
import type { RuleName, RuleWords } from './rule-wording.ts';
import { wordRuleName, wordRuleValue } from './rule-wording.ts';

interface Shown {
  readonly scope: RuleScope;
  readonly rules: BotRules & PlaceRules;
  readonly bans: readonly Ban[];
  /** Who runs the bot, as `platform:id`. */
  readonly adminIds: readonly string[];
  /** They were changed just now. */
  readonly hasChanged: boolean;
}

interface Words {
  readonly catalog: ModelCatalog;
  readonly language: string;
  readonly wording: Wording;
}

const mostBans = 10;
const fixedMark: RichText = [{ text: '📌', style: 'plain' }];

const common = [
  'models',
  'mostPictures',
  'privateOnly',
  'spoilersAlways',
  'strictness',
  'moderatorsChannel',
  'language',
] as const satisfies readonly RuleName[];

const ofBot = ['allowed', 'denied', ...common] as const satisfies readonly RuleName[];
const ofChannels = ['allowedChannels', 'deniedChannels'] as const satisfies readonly RuleName[];
const ofRoles = ['allowedRoles', 'deniedRoles'] as const satisfies readonly RuleName[];

/** Shows what holds in a place, or everywhere, a line for each rule that can be decided there. */
export function wordRules({ adminIds, bans, hasChanged, rules, scope }: Shown, words: Words): RichText {
  const { language, wording } = words;
  const heading =
    scope === 'bot'
      ? wording.text('admin.rulesOfBot', language)
      : wording.text('admin.rulesOfPlace', language, { place: scope.slice('place:'.length) });
  const changed = hasChanged ? wording.text('admin.rulesChanged', language) : [];
  const { byOperator = [] } = rules;
  const isFixed = (ban: Ban) => scope !== 'bot' && isByOperator(ban, adminIds);
  const hasFixed = byOperator.length > 0 || bans.slice(0, mostBans).some(isFixed);
  const mark = hasFixed ? wording.text('admin.fixedMark', language) : [];
  const how = wording.text(scope === 'bot' ? 'admin.rulesHowBot' : 'admin.rulesHow', language);
  return joinText(
    [
      joinText([changed, heading], '\n'),
      joinText(linesOf({ scope, rules }, words), '\n'),
      wordBans(bans, isFixed, words),
      joinText([mark, how], '\n'),
    ],
    '\n\n',
  );
}

/** The same lines, but only of what was decided. */
export function wordDecided(
  { rules, scope }: Pick<Shown, 'rules' | 'scope'>,
  words: Words,
): readonly RichText[] {
  const undecided = new Set(linesOf({ scope, rules: {} }, words).map(toPlainText));
  return linesOf({ scope, rules }, words).filter((shown) => !undecided.has(toPlainText(shown)));
}

function linesOf({ rules, scope }: Pick<Shown, 'rules' | 'scope'>, words: Words): readonly RichText[] {
  const isOnTelegram = scope.startsWith('place:telegram:');
  const names = scope === 'bot' ? ofBot : [...ofChannels, ...(isOnTelegram ? [] : ofRoles), ...common];
  const { byOperator = [] } = rules;
  return names.map((name) =>
    line(name, { rules, isFixed: byOperator.includes(name) }, { ...words, isOnTelegram }),
  );
}

function line(
  name: RuleName,
  { isFixed, rules }: { readonly rules: BotRules & PlaceRules; readonly isFixed: boolean },
  words: RuleWords,
): RichText {
  return joinText(
    [wordRuleName(name, words), wordRuleValue(name, rules, words), isFixed ? fixedMark : []],
    ' ',
  );
}

function wordBans(
  bans: readonly Ban[],
  isFixed: (ban: Ban) => boolean,
  { language, wording }: Words,
): RichText {
  if (bans.length === 0) return [];
  const lines = bans.slice(0, mostBans).map((ban) => {
    const { personId, reason, untilMs } = ban;
    const facts: readonly RichText[] = [
      [nameId(personId, 'person')],
      [{ text: wording.until(untilMs, language), style: 'plain' }],
      reason === '' ? [] : [{ text: reason, style: 'italic' }],
    ];
    return joinText([joinText(facts, ' · '), isFixed(ban) ? fixedMark : []], ' ');
  });
  const count = bans.length;
  const more = count > mostBans ? wording.text('list.more', language, { count: count - mostBans }) : [];
  return joinText([wording.text('admin.bansHeading', language, { count }), ...lines, more], '\n');
}
