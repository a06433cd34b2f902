import type { Authority } from '../../core/rules/authority.ts';
import type { BotRules, PlaceRules } from '../../core/rules/place-rules.ts';
import type { RuleScope } from '../../core/rules/rule-scope.ts';
import type { ButtonRows } from '../reply.ts';
import type { Wording } from '../wording.ts';
import { adminButton } from './admin-button.ts';

const labels = {
  privateOnly: { on: 'admin.privateOnlyOn', off: 'admin.privateOnlyOff' },
  spoilersAlways: { on: 'admin.spoilersOn', off: 'admin.spoilersOff' },
} as const;

interface Shown {
  readonly scope: RuleScope;
  readonly rules: BotRules & PlaceRules;
  readonly by: Pick<Authority, 'isAdmin'>;
}

/** What is only on or off needs no typing, where it is theirs to change. */
export function rulesButtons({ by, rules, scope }: Shown, language: string, wording: Wording): ButtonRows {
  const where = scope === 'bot' ? 'all' : 'here';
  const button = (name: keyof typeof labels) => {
    const becomes = rules[name] === true ? 'off' : 'on';
    const label = wording.text(labels[name][becomes], language);
    return adminButton({ verb: 'rules', argument: `${where}-${name}-${becomes}` }, label);
  };
  const isFixed = (name: string) => !by.isAdmin && rules.byOperator?.includes(name) === true;
  const names = (['privateOnly', 'spoilersAlways'] as const).filter((name) => !isFixed(name));
  return names.length === 0 ? [] : [names.map(button)];
}
