import { readButtonId, readPictureArgument } from './button-id.ts';
import { isJudging } from './report-buttons.ts';

/** The one generation that the buttons of a message are about, by their ids; undefined when it is none, or several. */
export function generationOfButtons(buttonIds: readonly string[]): string | undefined {
  const ids = buttonIds.flatMap((buttonId) => {
    const target = readButtonId(buttonId);
    // What shows moderators a report is no result.
    if (target === undefined || isJudging(target.action)) return [];
    return readPictureArgument(target.argument)?.generationId ?? [];
  });
  const [generationId, ...others] = new Set(ids);
  return others.length > 0 ? undefined : generationId;
}
