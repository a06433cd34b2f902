/** An error as the API words it: https://runware.ai/docs/platform/errors */
export interface WireError {
  readonly code: string;
  readonly message: string;
  readonly parameter?: string;
  readonly type?: string;
  readonly documentation?: string;
  readonly taskType?: string;
  readonly taskUUID?: string;
}

const documentation = 'https://runware.ai/docs/en/image-inference/api-reference';

/** A task that is refused; nothing was painted. */
export class TaskRefused extends Error {
  override readonly name = 'TaskRefused';
  readonly error: WireError;

  constructor(error: WireError) {
    super(error.code);
    this.error = error;
  }
}

/** The refusal of a parameter's value, in the service's own words. */
export function invalidParameter(parameter: string, type: string, expectation: string): TaskRefused {
  return new TaskRefused({
    code: `invalid${parameter.charAt(0).toUpperCase()}${parameter.slice(1)}`,
    message: `Invalid value for '${parameter}' parameter. ${expectation}`,
    parameter,
    type,
    documentation: `${documentation}#request-${parameter.toLowerCase()}`,
  });
}

export function unsupportedParameter(parameter: string): TaskRefused {
  return new TaskRefused({
    code: 'unsupportedParameter',
    message: `Unsupported use of '${parameter}' parameter. This parameter is not supported for the selected model.`,
    parameter,
    documentation,
  });
}
