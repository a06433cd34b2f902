import type { Problem } from '../api-error.ts';
import { eachComponent, type LocatedComponent } from '../components.ts';
import type { Modal } from '../entities.ts';
import { duplicateProblems } from './component-rules.ts';

const MAX_TOP_LEVEL = 5;
const ACTION_ROW = 1;
const TEXT_INPUT = 4;

/**
 * What the schema does not say about a modal.
 * https://discord.com/developers/docs/interactions/receiving-and-responding#interaction-response-object-modal
 */
export function modalProblems(modal: Modal): Problem[] {
  const located = [...eachComponent(modal.components, 'data.components')];
  const tooMany =
    modal.components.length > MAX_TOP_LEVEL
      ? [
          {
            path: 'data.components',
            code: 'BASE_TYPE_BAD_LENGTH',
            message: `Must be between 1 and ${MAX_TOP_LEVEL} in length.`,
          },
        ]
      : [];
  return [...tooMany, ...duplicateProblems(located), ...located.flatMap(inputProblems)];
}

function inputProblems({ component, path, parent }: LocatedComponent): Problem[] {
  const least = component.min_length ?? component.min_values ?? 0;
  const most = component.max_length ?? component.max_values ?? Number.POSITIVE_INFINITY;
  const range =
    least > most
      ? [{ path, code: 'BASE_TYPE_BAD_RANGE', message: 'The least must not be more than the most.' }]
      : [];
  const needsLabel = component.type === TEXT_INPUT && parent?.type === ACTION_ROW && !component.label;
  return needsLabel
    ? [...range, { path: `${path}.label`, code: 'BASE_TYPE_REQUIRED', message: 'This field is required' }]
    : range;
}
