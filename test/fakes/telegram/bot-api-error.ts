/** What the Bot API may add to a failure (https://core.telegram.org/bots/api#responseparameters). */
export type ErrorParameters = { readonly retry_after?: number; readonly migrate_to_chat_id?: number };

type BotApiErrorOptions = {
  readonly code: number;
  readonly description: string;
  readonly parameters?: ErrorParameters;
  readonly isViolation?: boolean;
};

/**
 * A failure that the Bot API answers with. `isViolation` tells a call that no state of the chat could have made
 * right (a bug of the caller) from one that merely came too late or met a closed door.
 */
export class BotApiError extends Error {
  readonly code: number;
  readonly parameters: ErrorParameters | undefined;
  readonly isViolation: boolean;

  constructor({ code, description, parameters, isViolation = false }: BotApiErrorOptions) {
    super(description);
    this.name = 'BotApiError';
    this.code = code;
    this.parameters = parameters;
    this.isViolation = isViolation;
  }
}

/** A 400 that depends on the state of a chat: callers have to expect it. */
export function badRequest(reason: string, parameters?: ErrorParameters): BotApiError {
  const description = `Bad Request: ${reason}`;
  return new BotApiError({ code: 400, description, ...(parameters === undefined ? {} : { parameters }) });
}

/** A 400 for a call that breaks a documented rule whatever the state: it is recorded as a violation. */
export function violation(reason: string): BotApiError {
  return new BotApiError({ code: 400, description: `Bad Request: ${reason}`, isViolation: true });
}

/** A 403: the bot may not write there. */
export function forbidden(reason: string): BotApiError {
  return new BotApiError({ code: 403, description: `Forbidden: ${reason}` });
}

/** A 409 between two ways of receiving updates. */
export function conflict(reason: string): BotApiError {
  return new BotApiError({ code: 409, description: `Conflict: ${reason}` });
}

/** A 429: `retryAfterSeconds` is how long the bot has to keep quiet. */
export function tooManyRequests(retryAfterSeconds: number): BotApiError {
  return new BotApiError({
    code: 429,
    description: `Too Many Requests: retry after ${retryAfterSeconds}`,
    parameters: { retry_after: retryAfterSeconds },
  });
}
