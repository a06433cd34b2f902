/** One thing that is wrong with the configuration, in words that hold no value of any variable. */
export interface Fault {
  readonly variable: string;
  readonly problem: string;
}

/** The configuration cannot be used. `faults` holds everything that is wrong with it at once. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
  /** EX_CONFIG of https://man.openbsd.org/sysexits.3 */
  readonly exitCode = 78;
  readonly faults: readonly Fault[];

  constructor(faults: readonly Fault[]) {
    super(faults.map(({ variable, problem }) => `${variable}: ${problem}`).join('; '));
    this.faults = faults;
  }
}

/** The faults of a configuration as a few lines for a terminal. */
export function formatFaults({ faults }: ConfigurationError): string {
  const headline = faults.length === 1 ? 'One setting is wrong' : `${faults.length} settings are wrong`;
  const lines = faults.map(({ variable, problem }) => `  ${variable}: ${problem}`);
  return [`${headline}:`, ...lines, 'Every setting is explained in docs/configuration.md.'].join('\n');
}
