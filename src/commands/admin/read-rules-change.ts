import type { ModelCatalog } from '../../core/model-catalog.ts';
import { strictnessLevels } from '../../core/moderation/strictness.ts';
import type { BotRules, PlaceRules } from '../../core/rules/place-rules.ts';
import type { RuleScope } from '../../core/rules/rule-scope.ts';
import type { OptionSpecs, OptionValues } from '../option.ts';
import { textLanguages } from '../texts/texts.ts';
import { scopeOptions } from './admin-scope.ts';
import type { AdminCall } from './admin-verb.ts';
import type { PlaceProblem } from './fits-place.ts';
import { findMisfit } from './fits-place.ts';
import type { IdKind } from './read-ids.ts';
import { readIds } from './read-ids.ts';

const list = { kind: 'text', isList: true, maxLength: 1_000 } as const;

/** One for each rule, so that several can be changed at once. */
export const ruleOptions = {
  channels: list,
  'closed-channels': list,
  roles: list,
  'closed-roles': list,
  models: list,
  'most-pictures': { kind: 'integer', min: 1, max: 4 },
  'private-only': { kind: 'flag' },
  spoilers: { kind: 'flag' },
  strictness: { kind: 'choice', choices: ['any', ...strictnessLevels] },
  'moderators-channel': { kind: 'text', maxLength: 100 },
  language: { kind: 'choice', choices: ['any', ...textLanguages] },
  allowed: list,
  denied: list,
  ...scopeOptions,
} as const satisfies OptionSpecs;

type RuleValues = OptionValues<typeof ruleOptions>;

/** Named by the text that tells it. */
type RuleProblem =
  | 'admin.badIds'
  | 'admin.badModels'
  | 'admin.onlyOfPlace'
  | 'admin.onlyOfBot'
  | 'admin.onlyHere'
  | PlaceProblem;

export type RulesReading =
  | { readonly kind: 'change'; readonly change: BotRules & PlaceRules }
  /** What was typed is none, or is not decided there. */
  | { readonly kind: 'problem'; readonly problem: RuleProblem };

/** Takes a rule back, in place of a list. */
const nothing = new Set(['any', 'all', 'none', 'off', '-']);

/** Of four pictures there is no more to take. */
const mostThatCanBe = 4;

class Unreadable extends Error {
  override readonly name = 'Unreadable';
  readonly problem: RuleProblem;
  constructor(problem: RuleProblem) {
    super(`a rule cannot be read: ${problem}`);
    this.problem = problem;
  }
}

/** Reads what is to become of which rule; a rule that is taken back is there as undefined. */
export function readRulesChange(
  call: AdminCall<RuleValues>,
  { catalog, scope }: { readonly scope: RuleScope; readonly catalog: ModelCatalog },
): RulesReading {
  const { values } = call;
  const ofPlace = ['channels', 'closed-channels', 'roles', 'closed-roles'] as const;
  if (scope === 'bot' && ofPlace.some((name) => values[name] !== undefined))
    return { kind: 'problem', problem: 'admin.onlyOfPlace' };
  if (scope !== 'bot' && (values.allowed !== undefined || values.denied !== undefined))
    return { kind: 'problem', problem: 'admin.onlyOfBot' };
  try {
    const change = toChange(call, catalog);
    const misfit = findMisfit(change, scope, call);
    return misfit === undefined ? { kind: 'change', change } : { kind: 'problem', problem: misfit };
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    return { kind: 'problem', problem: error.problem };
  }
}

function toChange(call: AdminCall<RuleValues>, catalog: ModelCatalog): BotRules & PlaceRules {
  const { values } = call;
  const ids = (typed: string, kind: IdKind) => readList(typed, kind, call);
  return {
    ...change('allowedChannels', values.channels, (typed) => ids(typed, 'channel')),
    ...change('deniedChannels', values['closed-channels'], (typed) => ids(typed, 'channel')),
    ...change('allowedRoles', values.roles, (typed) => ids(typed, 'role')),
    ...change('deniedRoles', values['closed-roles'], (typed) => ids(typed, 'role')),
    ...change('allowed', values.allowed, (typed) => ids(typed, 'any')),
    ...change('denied', values.denied, (typed) => ids(typed, 'any')),
    ...change('models', values.models, (typed) => readModels(typed, catalog)),
    ...change('mostPictures', values['most-pictures'], (most) => (most === mostThatCanBe ? undefined : most)),
    ...change('privateOnly', values['private-only'], (isOn) => isOn || undefined),
    ...change('spoilersAlways', values.spoilers, (isOn) => isOn || undefined),
    ...change('strictness', values.strictness, (chosen) => (chosen === 'any' ? undefined : chosen)),
    ...change('moderatorsChannel', values['moderators-channel'], (typed) =>
      readModeratorsChannel(typed, call),
    ),
    ...change('language', values.language, (chosen) => (chosen === 'any' ? undefined : chosen)),
  };
}

/** Nothing where nothing was said. */
function change<Name extends string, Typed, Rule>(
  name: Name,
  typed: Typed | undefined,
  read: (typed: Typed) => Rule,
): { readonly [Key in Name]?: Rule } {
  // A computed name loses its type.
  return typed === undefined ? {} : ({ [name]: read(typed) } as { readonly [Key in Name]?: Rule });
}

/** `here` is the channel that the command is used in. @throws Unreadable */
function readList(
  typed: string,
  kind: IdKind,
  { channelId, platform }: AdminCall<unknown>,
): string[] | undefined {
  const word = typed.trim().toLowerCase();
  if (nothing.has(word)) return undefined;
  if (kind === 'channel' && word === 'here' && channelId !== undefined) return [channelId];
  // Elsewhere everything is said in some channel.
  if (kind === 'channel' && word === 'here' && platform === 'telegram')
    throw new Unreadable('admin.noTopics');
  const ids = readIds(typed, { platform, kind });
  if (ids === undefined) throw new Unreadable('admin.badIds');
  return [...ids];
}

/** A moderator's word opens no channel or chat of anybody else: only the one in which it is said. @throws Unreadable */
function readModeratorsChannel(typed: string, call: AdminCall<unknown>): string | undefined {
  const word = typed.trim().toLowerCase();
  // Of a group with topics it is the group.
  const here = call.channelId?.split('/')[0] ?? call.placeId;
  if (word === 'here' && here !== undefined) return here;
  if (!call.by.isAdmin && !nothing.has(word)) throw new Unreadable('admin.onlyHere');
  return readList(typed, 'channel', call)?.[0];
}

/** By any of their names, with commas between them. @throws Unreadable */
function readModels(typed: string, catalog: ModelCatalog): string[] | undefined {
  if (nothing.has(typed.trim().toLowerCase())) return undefined;
  const names = typed.split(/[,;]/).map((name) => name.trim());
  const airs = names.filter((name) => name !== '').map((name) => catalog.find(name)?.air);
  const known = airs.filter((air) => air !== undefined);
  if (known.length !== airs.length || known.length === 0) throw new Unreadable('admin.badModels');
  return [...new Set(known)];
}
