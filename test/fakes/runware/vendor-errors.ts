/** One entry of `errors[]` as the service words it (https://runware.ai/docs/platform/errors). */
export interface VendorError {
  readonly code: string;
  readonly message: string;
  readonly parameter?: string | readonly string[] | undefined;
  readonly type?: string | null | undefined;
  readonly taskType?: string | undefined;
  readonly taskUUID?: string | undefined;
  readonly documentation?: string | undefined;
  readonly [detail: string]: unknown;
}

/** A task that is answered with errors instead of pictures. */
export class RefusedTask extends Error {
  override readonly name = 'RefusedTask';
  readonly status: number;
  readonly error: VendorError;
  /** Whether the client broke a documented rule: such a refusal is also recorded as a violation. */
  readonly isViolation: boolean;

  constructor(refusal: { status: number; error: VendorError; isViolation: boolean }) {
    super(refusal.error.code);
    this.status = refusal.status;
    this.error = refusal.error;
    this.isViolation = refusal.isViolation;
  }
}

const documentation = 'https://runware.ai/docs/en/image-inference/api-reference';

type Parameter = { readonly name: string; readonly type?: string | null; readonly rule: string };

/** A value outside a parameter's bounds. */
export function invalid(parameter: Parameter): RefusedTask {
  const { name, type = 'string', rule } = parameter;
  return refusal({
    code: `invalid${name.charAt(0).toUpperCase()}${name.slice(1)}`,
    message: `Invalid value for '${name}' parameter. ${rule}`,
    parameter: name,
    type,
    documentation: `${documentation}#request-${name.toLowerCase()}`,
  });
}

/** A required parameter that is absent. */
export function missing(name: string): RefusedTask {
  return refusal({
    code: `missing${name.charAt(0).toUpperCase()}${name.slice(1)}`,
    message: `Missing required parameter '${name}'.`,
    parameter: name,
    type: 'string',
    documentation,
  });
}

/** A parameter that the model does not take: the service refuses it rather than ignoring it. */
export function unsupported(name: string): RefusedTask {
  return refusal({
    code: 'unsupportedParameter',
    message: `Unsupported use of '${name}' parameter. This parameter is not supported for the selected model.`,
    parameter: name,
    type: null,
    documentation,
  });
}

/** A spelling that this server was told to refuse: the client may try it, so it is no violation. */
export function refusedSpelling(parameter: Parameter): RefusedTask {
  const { error } = invalid(parameter);
  return new RefusedTask({ status: 400, error, isViolation: false });
}

function refusal(error: VendorError): RefusedTask {
  return new RefusedTask({ status: 400, error, isViolation: true });
}

/** The answer to a task id that has been used before. */
export function conflict(taskUUID: string): RefusedTask {
  return new RefusedTask({
    status: 400,
    error: {
      code: 'conflictTaskUUID',
      message: "The 'taskUUID' has already been used.",
      parameter: 'taskUUID',
      taskUUID,
    },
    isViolation: false,
  });
}

/** The answer to a key that the service does not know. */
export function invalidKey(): RefusedTask {
  return new RefusedTask({
    status: 401,
    error: {
      code: 'invalidApiKey',
      message: 'Invalid API key. Get one at https://my.runware.ai/signup',
      parameter: 'apiKey',
      taskType: 'authentication',
    },
    isViolation: false,
  });
}
