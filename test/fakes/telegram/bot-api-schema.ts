import { readFileSync } from 'node:fs';

/** A type of the Bot API: a primitive's or a declared type's name, fixed values, a list, or one of several. */
export type SchemaType =
  | string
  | { readonly enum: readonly (string | number | boolean)[] }
  | { readonly array: SchemaType }
  | { readonly union: readonly SchemaType[] };

/** Fields of an object by name. */
export type SchemaFields = Readonly<
  Record<string, { readonly type: SchemaType; readonly required: boolean }>
>;

/** The Bot API as data; written by `scripts/generate-bot-api-schema.ts`. */
export type BotApiSchema = {
  readonly source: string;
  readonly methods: Readonly<
    Record<string, { readonly parameters: SchemaFields; readonly returns: SchemaType }>
  >;
  readonly types: Readonly<
    Record<string, { readonly fields: SchemaFields } | { readonly alias: SchemaType }>
  >;
};

/** All methods and types of the Bot API (https://core.telegram.org/bots/api), as generated. */
export const botApiSchema: BotApiSchema = JSON.parse(
  readFileSync(new URL('./bot-api-schema.json', import.meta.url), 'utf8'),
);

/** Every kind of update that exists, as named in `allowed_updates`. */
export const updateTypes: readonly string[] = Object.keys(fieldsOf('Update')).filter(
  (name) => name !== 'update_id',
);

/** The fields of a declared object type; throws for a name that is no object of the Bot API. */
function fieldsOf(typeName: string): SchemaFields {
  const type = botApiSchema.types[typeName];
  if (type === undefined || !('fields' in type)) throw new Error(`The Bot API has no object ${typeName}`);
  return type.fields;
}
