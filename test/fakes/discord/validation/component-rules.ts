import { ButtonStyle } from 'discord-api-types/v10';
import type { Problem } from '../api-error.ts';
import { eachComponent, type LocatedComponent } from '../components.ts';
import type { Component } from '../entities.ts';

const ACTION_ROW = 1;
const BUTTON = 2;
const MAX_ROWS = 5;
const MAX_COMPONENTS = 40;
const MAX_DISPLAYED_TEXT = 4_000;

/**
 * What the schema does not say about components of a message.
 * https://discord.com/developers/docs/components/reference
 */
export function componentProblems(components: readonly Component[], usesV2: boolean): Problem[] {
  const located = [...eachComponent(components)];
  return [
    ...(usesV2 ? sizeProblems(located) : legacyProblems(components)),
    ...duplicateProblems(located),
    ...located.filter(({ component }) => component.type === BUTTON).flatMap(buttonProblems),
    ...located.filter(({ component }) => component.type === ACTION_ROW).flatMap(rowProblems),
  ];
}

function legacyProblems(components: readonly Component[]): Problem[] {
  const foreign = components.flatMap((component, index) =>
    component.type === ACTION_ROW
      ? []
      : [
          {
            path: `components.${index}.type`,
            code: 'UNION_TYPE_CHOICES',
            message: 'Value of field "type" must be one of (1,) without the flag IS_COMPONENTS_V2.',
          },
        ],
  );
  const tooMany = components.length > MAX_ROWS;
  return tooMany
    ? [
        ...foreign,
        {
          path: 'components',
          code: 'BASE_TYPE_BAD_LENGTH',
          message: `Must be between 1 and ${MAX_ROWS} in length.`,
        },
      ]
    : foreign;
}

function sizeProblems(located: readonly LocatedComponent[]): Problem[] {
  const problems: Problem[] = [];
  if (located.length > MAX_COMPONENTS) {
    problems.push({
      path: 'components',
      code: 'COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED',
      message: `The total number of components (${located.length}) is over ${MAX_COMPONENTS}.`,
    });
  }
  const characters = located.reduce((sum, { component }) => sum + [...(component.content ?? '')].length, 0);
  if (characters > MAX_DISPLAYED_TEXT) {
    problems.push({
      path: 'components',
      code: 'COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED',
      message: `The displayed text (${characters}) is over ${MAX_DISPLAYED_TEXT} characters.`,
    });
  }
  return problems;
}

/** Also for modals, whose inputs need distinct ids in the same way. */
export function duplicateProblems(located: readonly LocatedComponent[]): Problem[] {
  const seen = new Set<string>();
  return located.flatMap(({ component, path }) => {
    if (component.custom_id === undefined) return [];
    if (!seen.has(component.custom_id)) {
      seen.add(component.custom_id);
      return [];
    }
    return [
      {
        path: `${path}.custom_id`,
        code: 'COMPONENT_CUSTOM_ID_DUPLICATED',
        message: 'Component custom id cannot be duplicated',
      },
    ];
  });
}

function buttonProblems({ component, path }: LocatedComponent): Problem[] {
  const required = (field: string) => ({
    path: `${path}.${field}`,
    code: 'BASE_TYPE_REQUIRED',
    message: 'This field is required',
  });
  const forbidden = (field: string) => ({
    path: `${path}.${field}`,
    code: 'BUTTON_COMPONENT_FIELD_FORBIDDEN',
    message: `A button of style ${component.style} cannot have this field`,
  });
  const has = (field: 'custom_id' | 'url' | 'sku_id' | 'label' | 'emoji') =>
    component[field] !== undefined && component[field] !== null && component[field] !== '';
  const isPremium = component.style === ButtonStyle.Premium;
  const isLink = component.style === ButtonStyle.Link;
  const address = isPremium ? 'sku_id' : isLink ? 'url' : 'custom_id';
  const others = (['custom_id', 'url', 'sku_id'] as const).filter((field) => field !== address && has(field));
  const decorations = isPremium ? (['label', 'emoji'] as const).filter(has) : [];
  return [
    ...(has(address) ? [] : [required(address)]),
    ...[...others, ...decorations].map(forbidden),
    ...(isPremium || has('label') || has('emoji') ? [] : [required('label')]),
  ];
}

function rowProblems({ component, path }: LocatedComponent): Problem[] {
  const children = component.components ?? [];
  const buttons = children.filter((child) => child.type === BUTTON).length;
  const selects = children.length - buttons;
  const fits = selects === 0 || (selects === 1 && buttons === 0);
  return fits
    ? []
    : [
        {
          path: `${path}.components`,
          code: 'COMPONENT_LAYOUT_WIDTH_EXCEEDED',
          message: 'The specified component exceeds the maximum width',
        },
      ];
}
