/** One of Easel's buttons, as anybody can read it from a message: what it does, and to which generation. */
export interface ButtonKey {
  readonly action: string;
  /** Also the id of the task at the service. */
  readonly generationId: string;
}

/** Every button that a text, or the body of a call, speaks of. */
export function buttonKeysIn(text: string): readonly ButtonKey[] {
  return [...text.matchAll(/\be1:([a-z]+):([\w-]{22})(?![\w-])/g)].map(([, action = '', key = '']) => ({
    action,
    generationId: uuidOf(Buffer.from(key, 'base64url').toString('hex')),
  }));
}

/** The one generation that buttons are about. */
export function generationOf(ids: readonly (string | undefined)[]): string | undefined {
  return buttonKeysIn(ids.join(' '))[0]?.generationId;
}

function uuidOf(digits: string): string {
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
