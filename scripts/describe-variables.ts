import { z } from 'zod';
import { fileVariable } from '../src/config/environment-texts.ts';
import { environmentSchema, variableDocumentation } from '../src/config/variables.ts';

/** All that the generated documents say of one variable. */
export interface DescribedVariable {
  readonly name: string;
  readonly section: string;
  readonly description: string;
  readonly example: string | undefined;
  readonly default: string | undefined;
  /** Name of the variable that may hold the path of a file with the value instead; only secrets have one. */
  readonly fileVariable: string | undefined;
}

/** Reads the variables from the schema, in its order. @throws Error when one of them is not documented. */
export function describeVariables(): readonly DescribedVariable[] {
  return Object.entries(environmentSchema.shape).map(([name, schema]) => {
    const documentation = variableDocumentation.get(schema);
    if (documentation === undefined)
      throw new Error(`Expected ${name} to be registered with its documentation`);
    return {
      name,
      section: documentation.section,
      description: documentation.description,
      example: documentation.example,
      default: defaultOf(schema),
      fileVariable: documentation.secret === undefined ? undefined : fileVariable(name),
    };
  });
}

/** Groups variables by their section, in the order in which the sections appear. */
export function groupBySection(
  variables: readonly DescribedVariable[],
): readonly (readonly [string, readonly DescribedVariable[]])[] {
  return [...Map.groupBy(variables, ({ section }) => section)];
}

function defaultOf(schema: z.ZodType): string | undefined {
  // The storage variables carry a check behind their default, and that keeps the type.
  return schema instanceof z.ZodPrefault ? String(schema.def.defaultValue) : undefined;
}
