import type { Verb } from '../verb.ts';
import { cutoutForm } from './cutout-form.ts';
import { describeForm } from './describe-form.ts';
import { enhanceForm } from './enhance-form.ts';
import { paintForm } from './paint-form.ts';
import type { TaskForm, TaskParts } from './task-form.ts';
import { upscaleForm } from './upscale-form.ts';

/** The service documents no limit of its own; larger bodies are known to be refused by gateways in front of it. */
export const maxBodyBytes = 16_000_000;

const forms: Readonly<Record<Verb, TaskForm>> = {
  paint: paintForm,
  upscale: upscaleForm,
  cutout: cutoutForm,
  describe: describeForm,
  enhance: enhanceForm,
};

/**
 * Builds the one task of a request. The service refuses unknown parameters rather than ignoring them, so a task is
 * checked to hold none.
 *
 * @throws Error when the call is outside what the wire can say: a bug of the caller. Names fields, never their values.
 */
export function buildTask(parts: TaskParts): object {
  const { fill, schema } = forms[parts.call.verb];
  const task = fill(parts);
  const checked = schema.safeParse(task);
  if (checked.success) return task;
  const fields = checked.error.issues.map(({ code, path }) => `${path.join('.')} (${code})`);
  throw new Error(`the image call cannot be put on the wire: ${fields.join(', ')}`);
}
