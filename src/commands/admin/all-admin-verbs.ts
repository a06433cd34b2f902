import type { AdminVerb } from './admin-verb.ts';
import { announce } from './announce.ts';
import { audit } from './audit.ts';
import { ban } from './ban.ts';
import { budget } from './budget.ts';
import { grant } from './grant.ts';
import { pause } from './pause.ts';
import { resume } from './resume.ts';
import { rules } from './rules.ts';
import { status } from './status.ts';
import { unban } from './unban.ts';
import { usage } from './usage.ts';

/** Everything that whoever keeps order can do, in the order in which it is shown. */
export const allAdminVerbs: readonly AdminVerb[] = [
  status,
  rules,
  ban,
  unban,
  budget,
  grant,
  pause,
  resume,
  announce,
  audit,
  usage,
];
