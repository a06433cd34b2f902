import type { ModelCatalog } from '../../core/model-catalog.ts';
import type { Ban } from '../../core/rules/ban.ts';
import type { BotRules, PlaceRules } from '../../core/rules/place-rules.ts';
import type { RuleScope } from '../../core/rules/rule-scope.ts';
import { joinText, toPlainText } from '../join-text.ts';
import { nameId } from '../name-id.ts';
import type { Mention, RichText } from '../rich-text.ts';
import type { Wording } from '../wording.ts';

interface Shown {
  readonly scope: RuleScope;
  readonly rules: BotRules & PlaceRules;
  readonly bans: readonly Ban[];
  /** They were changed just now. */
  readonly hasChanged: boolean;
}

interface Words {
  readonly catalog: ModelCatalog;
  readonly language: string;
  readonly wording: Wording;
}

const mostBans = 10;

/** Shows what holds in a place, or everywhere, a line for each rule that can be decided there. */
export function wordRules({ bans, hasChanged, rules, scope }: Shown, words: Words): RichText {
  const { language, wording } = words;
  const heading =
    scope === 'bot'
      ? wording.text('admin.rulesOfBot', language)
      : wording.text('admin.rulesOfPlace', language, { place: scope.slice('place:'.length) });
  const changed = hasChanged ? wording.text('admin.rulesChanged', language) : [];
  return joinText(
    [
      joinText([changed, heading], '\n'),
      joinText(scope === 'bot' ? botLines(rules, words) : placeLines(rules, words), '\n'),
      wordBans(bans, words),
      wording.text(scope === 'bot' ? 'admin.rulesHowBot' : 'admin.rulesHow', language),
    ],
    '\n\n',
  );
}

/** The same lines, but only of what was decided. */
export function wordDecided(
  { rules, scope }: Pick<Shown, 'rules' | 'scope'>,
  words: Words,
): readonly RichText[] {
  const linesOf = scope === 'bot' ? botLines : placeLines;
  const undecided = new Set(linesOf({}, words).map(toPlainText));
  return linesOf(rules, words).filter((shown) => !undecided.has(toPlainText(shown)));
}

function botLines(rules: BotRules, words: Words): readonly RichText[] {
  return [
    line('admin.ruleAllowed', asCode(rules.allowed, 'admin.everybody', words), words),
    line('admin.ruleDenied', asCode(rules.denied, 'admin.nobody', words), words),
    ...commonLines(rules, words),
  ];
}

function placeLines(rules: PlaceRules, words: Words): readonly RichText[] {
  return [
    line(
      'admin.ruleChannels',
      ids(rules.allowedChannels, { kind: 'channel', otherwise: 'admin.all' }, words),
      words,
    ),
    line(
      'admin.ruleClosedChannels',
      ids(rules.deniedChannels, { kind: 'channel', otherwise: 'admin.none' }, words),
      words,
    ),
    line(
      'admin.ruleRoles',
      ids(rules.allowedRoles, { kind: 'role', otherwise: 'admin.everybody' }, words),
      words,
    ),
    line(
      'admin.ruleClosedRoles',
      ids(rules.deniedRoles, { kind: 'role', otherwise: 'admin.nobody' }, words),
      words,
    ),
    ...commonLines(rules, words),
  ];
}

function commonLines(rules: BotRules & PlaceRules, words: Words): readonly RichText[] {
  const { catalog, language, wording } = words;
  const plain = (key: 'admin.all' | 'admin.anyLanguage' | 'admin.on' | 'admin.off' | 'admin.notDecided') =>
    toPlainText(wording.text(key, language));
  const models = rules.models?.map((air) => catalog.find(air)?.label ?? air).join(', ');
  const onOrOff = (isOn: boolean | undefined) => plain(isOn === true ? 'admin.on' : 'admin.off');
  return [
    line('admin.ruleModels', models ?? plain('admin.all'), words),
    line('admin.ruleMost', String(rules.mostPictures ?? 4), words),
    line('admin.rulePrivate', onOrOff(rules.privateOnly), words),
    line('admin.ruleSpoilers', onOrOff(rules.spoilersAlways), words),
    line('admin.ruleStrictness', rules.strictness ?? plain('admin.notDecided'), words),
    line(
      'admin.ruleModeratorsChannel',
      rules.moderatorsChannel === undefined
        ? plain('admin.notDecided')
        : [nameId(rules.moderatorsChannel, 'channel')],
      words,
    ),
    line('admin.ruleLanguage', rules.language ?? plain('admin.anyLanguage'), words),
  ];
}

type LineKey = `admin.rule${
  | 'Allowed'
  | 'Denied'
  | 'Channels'
  | 'ClosedChannels'
  | 'Roles'
  | 'ClosedRoles'
  | 'Models'
  | 'Most'
  | 'Private'
  | 'Spoilers'
  | 'Strictness'
  | 'ModeratorsChannel'
  | 'Language'}`;

function line(key: LineKey, value: string | RichText, { language, wording }: Words): RichText {
  const shown: RichText = typeof value === 'string' ? [{ text: value, style: 'bold' }] : value;
  return joinText([wording.text(key, language), shown], ' ');
}

/** Of these nobody knows what they name. */
function asCode(list: readonly string[] | undefined, otherwise: Listed['otherwise'], words: Words): string {
  const { language, wording } = words;
  return list === undefined || list.length === 0
    ? toPlainText(wording.text(otherwise, language))
    : list.join(', ');
}

interface Listed {
  readonly kind: Mention['kind'];
  readonly otherwise: 'admin.everybody' | 'admin.nobody' | 'admin.all' | 'admin.none';
}

function ids(
  list: readonly string[] | undefined,
  { kind, otherwise }: Listed,
  { language, wording }: Words,
): string | RichText {
  if (list === undefined || list.length === 0) return toPlainText(wording.text(otherwise, language));
  return joinText(
    list.map((id) => [nameId(id, kind)]),
    ', ',
  );
}

function wordBans(bans: readonly Ban[], { language, wording }: Words): RichText {
  if (bans.length === 0) return [];
  const lines = bans
    .slice(0, mostBans)
    .map(({ personId, reason, untilMs }) =>
      joinText(
        [
          [nameId(personId, 'person')],
          [{ text: wording.until(untilMs, language), style: 'plain' }],
          reason === '' ? [] : [{ text: reason, style: 'italic' }],
        ],
        ' · ',
      ),
    );
  const count = bans.length;
  const more = count > mostBans ? wording.text('list.more', language, { count: count - mostBans }) : [];
  return joinText([wording.text('admin.bansHeading', language, { count }), ...lines, more], '\n');
}
