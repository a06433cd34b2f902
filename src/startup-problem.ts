/** Easel cannot run as things are; the message tells an operator what to do about it. */
export class StartupProblem extends Error {
  override readonly name = 'StartupProblem';
  /** From https://man.openbsd.org/sysexits.3: 78 for configuration, 75 for what may pass by itself. */
  readonly exitCode: 78 | 75;

  constructor(message: string, exitCode: 78 | 75, cause?: unknown) {
    super(message, { cause });
    this.exitCode = exitCode;
  }
}
