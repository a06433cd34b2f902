import type { AdminVerb } from './admin-verb.ts';
import { setPaused } from './pause.ts';

/** Lets painting go on that was stopped by hand. */
export const resume: AdminVerb<Record<never, never>> = {
  name: 'resume',
  audience: 'admins',
  options: {},
  run: (call, tools) => setPaused(call, tools, false),
  press: (call, tools) => setPaused(call, tools, false),
};
