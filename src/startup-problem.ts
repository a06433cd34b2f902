/**
 * From https://man.openbsd.org/sysexits.3: 78 for configuration, 75 for what may pass by itself, 73 for something that
 * cannot be written, 65 for data that cannot be used.
 */
type ExitCode = 78 | 75 | 73 | 65;

/** Easel cannot run as things are; the message tells an operator what to do about it. */
export class StartupProblem extends Error {
  override readonly name = 'StartupProblem';
  readonly exitCode: ExitCode;

  constructor(message: string, exitCode: ExitCode, cause?: unknown) {
    super(message, { cause });
    this.exitCode = exitCode;
  }
}
