import { buttonId } from './button-id.ts';

/** The action of the button that links two people. */
export const joinActionName = 'join';

/** The id of the button that uses a code. */
export function joinButtonId(code: string): string {
  return buttonId({ action: joinActionName, argument: code });
}
