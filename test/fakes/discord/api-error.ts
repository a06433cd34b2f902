/** One fault in a form body: where (dotted path), the platform's short code, and words. */
export interface Problem {
  readonly path: string;
  readonly code: string;
  readonly message: string;
}

/** Who is to blame: only what the client did wrong counts as a violation. */
export type Blame = 'client' | 'circumstance';

interface ErrorTree {
  [key: string]: ErrorTree | { code: string; message: string }[];
}

function toErrorTree(problems: readonly Problem[]): ErrorTree {
  const root: ErrorTree = {};
  for (const { path, code, message } of problems) {
    let node = root;
    for (const key of path === '' ? [] : path.split('.')) {
      node[key] ??= {};
      node = node[key] as ErrorTree;
    }
    const errors = (node._errors ?? []) as { code: string; message: string }[];
    errors.push({ code, message });
    node._errors = errors;
  }
  return root;
}

/**
 * An answer of the platform that refuses a call, in its own shape.
 * https://discord.com/developers/docs/topics/opcodes-and-status-codes
 */
export class ApiError extends Error {
  readonly status: number;
  readonly code: number;
  readonly blame: Blame;
  readonly problems: readonly Problem[];

  constructor(details: {
    status: number;
    code: number;
    message: string;
    blame?: Blame;
    problems?: readonly Problem[];
  }) {
    super(details.message);
    this.name = `ApiError[${details.code}]`;
    this.status = details.status;
    this.code = details.code;
    this.blame = details.blame ?? 'client';
    this.problems = details.problems ?? [];
  }

  toBody(): Record<string, unknown> {
    const errors = this.problems.length > 0 ? { errors: toErrorTree(this.problems) } : {};
    return { message: this.message, code: this.code, ...errors };
  }

  describe(): string {
    const details = this.problems.map(({ path, code, message }) => `${path || '(body)'}: ${code} ${message}`);
    return [`${this.status} ${this.code} ${this.message}`, ...details].join('\n    ');
  }
}

export function invalidForm(problems: readonly Problem[]): ApiError {
  return new ApiError({ status: 400, code: 50035, message: 'Invalid Form Body', problems });
}

export function invalidField(path: string, code: string, message: string): ApiError {
  return invalidForm([{ path, code, message }]);
}

const make = (status: number, code: number, message: string) => (blame: Blame) =>
  new ApiError({ status, code, message, blame });

export const notFound = make(404, 0, '404: Not Found');
export const unauthorized = make(401, 0, '401: Unauthorized');
export const unknownChannel = make(404, 10003, 'Unknown Channel');
export const unknownMessage = make(404, 10008, 'Unknown Message');
export const unknownUser = make(404, 10013, 'Unknown User');
export const unknownWebhook = make(404, 10015, 'Unknown Webhook');
export const unknownInteraction = make(404, 10062, 'Unknown interaction');
export const tooLarge = make(413, 40005, 'Request entity too large');
export const alreadyAcknowledged = make(400, 40060, 'Interaction has already been acknowledged.');
export const tooManyFollowUps = make(
  400,
  40094,
  'This interaction has hit the maximum number of follow up messages',
);
export const missingAccess = make(403, 50001, 'Missing Access');
export const notTheAuthor = make(403, 50005, 'Cannot edit a message authored by another user');
export const emptyMessage = make(400, 50006, 'Cannot send an empty message');
export const cannotMessageUser = make(403, 50007, 'Cannot send messages to this user');
export const missingPermissions = make(403, 50013, 'Missing Permissions');
export const invalidWebhookToken = make(401, 50027, 'Invalid Webhook Token');
export const cannotReply = make(400, 160002, 'You cannot reply without permission to read message history');
export const invalidJson = make(400, 50109, 'The request body contains invalid JSON.');
