import type { ModelCatalog } from '../../core/model-catalog.ts';
import type { Strictness } from '../../core/moderation/strictness.ts';
import type { BotRules, PlaceRules } from '../../core/rules/place-rules.ts';
import { joinText, toPlainText } from '../join-text.ts';
import { nameId } from '../name-id.ts';
import type { Mention, RichText } from '../rich-text.ts';
import type { Wording } from '../wording.ts';

/** A rule by its name, as it is stored. */
export type RuleName = Exclude<keyof (BotRules & PlaceRules), 'isPaused' | 'pausedAtMs' | 'byOperator'>;

export interface RuleWords {
  /** Where it holds: on Telegram channels are topics. */
  readonly isOnTelegram: boolean;
  readonly catalog: ModelCatalog;
  readonly language: string;
  readonly wording: Wording;
}

const labels = {
  allowed: 'admin.ruleAllowed',
  denied: 'admin.ruleDenied',
  allowedChannels: 'admin.ruleChannels',
  deniedChannels: 'admin.ruleClosedChannels',
  allowedRoles: 'admin.ruleRoles',
  deniedRoles: 'admin.ruleClosedRoles',
  models: 'admin.ruleModels',
  mostPictures: 'admin.ruleMost',
  privateOnly: 'admin.rulePrivate',
  spoilersAlways: 'admin.ruleSpoilers',
  strictness: 'admin.ruleStrictness',
  moderatorsChannel: 'admin.ruleModeratorsChannel',
  language: 'admin.ruleLanguage',
} as const satisfies Record<RuleName, string>;

/** Where nothing was decided; of pictures there are four at most. */
const undecided = {
  allowed: 'admin.everybody',
  denied: 'admin.nobody',
  allowedChannels: 'admin.all',
  deniedChannels: 'admin.none',
  allowedRoles: 'admin.everybody',
  deniedRoles: 'admin.nobody',
  models: 'admin.all',
  privateOnly: 'admin.off',
  spoilersAlways: 'admin.off',
  strictness: 'admin.notDecided',
  moderatorsChannel: 'admin.notDecided',
  language: 'admin.anyLanguage',
} as const satisfies Record<Exclude<RuleName, 'mostPictures'>, string>;

const strictnessKeys = {
  relaxed: 'admin.strictRelaxed',
  standard: 'admin.strictStandard',
  strict: 'admin.strictStrict',
} as const satisfies Record<Strictness, string>;

/** What is stored under that name is a rule. */
export function isRuleName(name: string): name is RuleName {
  return Object.hasOwn(labels, name);
}

/** How a rule is called, with a colon. */
export function wordRuleName(name: RuleName, { isOnTelegram, language, wording }: RuleWords): RichText {
  if (isOnTelegram && name === 'allowedChannels') return wording.text('admin.ruleTopics', language);
  if (isOnTelegram && name === 'deniedChannels') return wording.text('admin.ruleClosedTopics', language);
  return wording.text(labels[name], language);
}

/** What a rule says, or what holds where nothing was decided; of lists at most so many. */
export function wordRuleValue(
  name: RuleName,
  rules: BotRules & PlaceRules,
  words: RuleWords,
  most = Number.POSITIVE_INFINITY,
): RichText {
  const { catalog, language, wording } = words;
  const plain = (text: string): RichText => [{ text, style: 'bold' }];
  const text = (key: (typeof undecided)[keyof typeof undecided] | 'admin.on') =>
    plain(toPlainText(wording.text(key, language)));
  switch (name) {
    case 'mostPictures':
      return plain(String(rules.mostPictures ?? 4));
    case 'privateOnly':
    case 'spoilersAlways':
      return text(rules[name] === true ? 'admin.on' : undecided[name]);
    case 'strictness': {
      const { strictness } = rules;
      if (strictness === undefined) return text(undecided.strictness);
      return plain(toPlainText(wording.text(strictnessKeys[strictness], language)));
    }
    case 'language':
      return rules.language === undefined
        ? text(undecided.language)
        : plain(nameLanguage(rules.language, language));
    case 'models':
      return rules.models === undefined
        ? text(undecided.models)
        : plain(rules.models.map((air) => catalog.find(air)?.label ?? air).join(', '));
    case 'moderatorsChannel':
      return rules.moderatorsChannel === undefined
        ? text(undecided.moderatorsChannel)
        : [nameId(rules.moderatorsChannel, 'channel')];
    case 'allowed':
    case 'denied':
      // Nobody knows what these ids name.
      return rules[name] === undefined ? text(undecided[name]) : plain(listed(rules[name], most).join(', '));
    case 'allowedChannels':
    case 'deniedChannels':
    case 'allowedRoles':
    case 'deniedRoles': {
      const kind: Mention['kind'] = name.endsWith('Roles') ? 'role' : 'channel';
      const ids = rules[name] ?? [];
      if (ids.length === 0) return text(undecided[name]);
      const named = listed(ids, most).map((id): RichText => [nameId(id, kind)]);
      return joinText(named, ', ');
    }
    default:
      return name satisfies never;
  }
}

function listed(ids: readonly string[], most: number): readonly string[] {
  return ids.length <= most ? ids : [...ids.slice(0, most), '…'];
}

function nameLanguage(code: string, language: string): string {
  return new Intl.DisplayNames(language, { type: 'language' }).of(code) ?? code;
}
