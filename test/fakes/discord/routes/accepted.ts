import { invalidForm } from '../api-error.ts';
import type { ApiCall } from '../router.ts';
import { checkSchema } from '../validation/schema.ts';

/** discord.js sends these with every interaction message although only Create Message knows them. */
const HARMLESS = new Set(['tts', 'enforce_nonce', 'data.tts', 'data.enforce_nonce']);

/**
 * The body of a call once the schema has accepted it. Keys the platform does not know are noted, not refused.
 * @throws ApiError 50035
 */
export function accepted<Body>(
  call: ApiCall,
  schema: Parameters<typeof checkSchema>[0],
  value: unknown = call.json,
): Body {
  const { problems, unknownKeys } = checkSchema(schema, value ?? {});
  if (problems.length > 0) throw invalidForm(problems);
  const strange = unknownKeys.filter((key) => !HARMLESS.has(key));
  if (strange.length > 0) call.warn(`keys the platform does not know: ${strange.join(', ')}`);
  // The schema has just established this shape.
  return (value ?? {}) as Body;
}
