/** A backup cannot be restored; the message says what is wrong with it, as in `its manifest.json is missing`. */
export class BackupUnusable extends Error {
  override readonly name = 'BackupUnusable';

  constructor(message: string, cause?: unknown) {
    super(message, { cause });
  }
}
