/**
 * Writes `test/fakes/telegram/bot-api-schema.json`: every method and type of the Telegram Bot API in a compact
 * machine-readable form, read from the type declarations of `@gramio/types`
 * (https://github.com/gramiojs/types, generated from https://core.telegram.org/bots/api).
 * With `--check` it writes nothing and fails when the file on disk is not what would be written.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import ts from 'typescript-6';

type SchemaType =
  | string
  | { enum: (string | number | boolean)[] }
  | { array: SchemaType }
  | { union: SchemaType[] };
type Field = { type: SchemaType; required: boolean };
type Fields = Record<string, Field>;

const target = new URL('../test/fakes/telegram/bot-api-schema.json', import.meta.url);
// The package publishes declarations only, so its folder is found through its package.json's neighbours.
const declarations = join(
  dirname(createRequire(import.meta.url).resolve('typescript-6/package.json')),
  '../@gramio/types/out',
);

function parse(name: string): ts.SourceFile {
  const text = readFileSync(join(declarations, `${name}.d.ts`), 'utf8');
  return ts.createSourceFile(name, text, ts.ScriptTarget.Latest, true);
}

function describe(type: ts.TypeNode): SchemaType {
  if (ts.isParenthesizedTypeNode(type)) return describe(type.type);
  if (ts.isArrayTypeNode(type)) return { array: describe(type.elementType) };
  if (ts.isUnionTypeNode(type)) return describeUnion(type);
  if (ts.isLiteralTypeNode(type)) return { enum: [literalValue(type.literal)] };
  if (ts.isTypeReferenceNode(type)) return describeReference(type);
  switch (type.kind) {
    case ts.SyntaxKind.StringKeyword:
      return 'string';
    case ts.SyntaxKind.NumberKeyword:
      return 'number';
    case ts.SyntaxKind.BooleanKeyword:
      return 'boolean';
    default:
      throw new Error(`Expected a known kind of type, got: ${type.getText()}`);
  }
}

function describeUnion(type: ts.UnionTypeNode): SchemaType {
  // `{ toString(): string }` is a convenience of the package, no part of the Bot API.
  const members = type.types.filter((member) => !ts.isTypeLiteralNode(member)).map(describe);
  const literals = members.flatMap((member) =>
    typeof member === 'object' && 'enum' in member ? member.enum : [],
  );
  const others = members.filter((member) => typeof member === 'string' || !('enum' in member));
  const union: SchemaType[] = literals.length === 0 ? others : [{ enum: literals }, ...others];
  const [only] = union;
  return union.length === 1 && only !== undefined ? only : { union };
}

function describeReference(type: ts.TypeReferenceNode): SchemaType {
  const text = type.getText();
  if (/^Exclude<keyof (Objects\.)?TelegramUpdate, "update_id">$/.test(text)) return 'UpdateType';
  const name = ts.isQualifiedName(type.typeName) ? type.typeName.right.text : type.typeName.text;
  if ((type.typeArguments?.length ?? 0) > 0) throw new Error(`Expected a Bot API type, got: ${text}`);
  return schemaName(name);
}

function schemaName(declared: string): string {
  return declared.replace(/^Telegram/, '');
}

function literalValue(literal: ts.LiteralTypeNode['literal']): string | number | boolean {
  if (ts.isStringLiteral(literal)) return literal.text;
  if (ts.isNumericLiteral(literal)) return Number(literal.text);
  if (literal.kind === ts.SyntaxKind.TrueKeyword) return true;
  if (literal.kind === ts.SyntaxKind.FalseKeyword) return false;
  throw new Error(`Expected a literal, got: ${literal.getText()}`);
}

function describeFields(declaration: ts.InterfaceDeclaration): Fields {
  const fields: Fields = {};
  for (const member of declaration.members) {
    if (!ts.isPropertySignature(member) || member.type === undefined) continue;
    fields[member.name.getText().replace(/^["']|["']$/g, '')] = {
      type: describe(member.type),
      required: member.questionToken === undefined,
    };
  }
  return fields;
}

function readParameters(): Map<string, Fields> {
  const parameters = new Map<string, Fields>();
  parse('params').forEachChild((node) => {
    if (ts.isInterfaceDeclaration(node)) parameters.set(node.name.text, describeFields(node));
  });
  return parameters;
}

function readTypes(): Record<string, { fields: Fields } | { alias: SchemaType }> {
  const types: Record<string, { fields: Fields } | { alias: SchemaType }> = {};
  parse('params').forEachChild((node) => {
    if (ts.isTypeAliasDeclaration(node)) types[schemaName(node.name.text)] = { alias: describe(node.type) };
  });
  parse('objects').forEachChild((node) => {
    const isType = ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node);
    if (!isType || !node.name.text.startsWith('Telegram')) return;
    // Generic helpers of the package (answers of a client) are no types of the Bot API.
    if ((node.typeParameters?.length ?? 0) > 0 || node.name.text === 'TelegramInputFile') return;
    types[schemaName(node.name.text)] = ts.isInterfaceDeclaration(node)
      ? { fields: describeFields(node) }
      : { alias: describe(node.type) };
  });
  return types;
}

function readMethods(
  parameters: Map<string, Fields>,
): Record<string, { parameters: Fields; returns: SchemaType }> {
  const methods: Record<string, { parameters: Fields; returns: SchemaType }> = {};
  parse('methods').forEachChild((node) => {
    if (!ts.isInterfaceDeclaration(node) || node.name.text !== 'APIMethods') return;
    for (const member of node.members) {
      if (!ts.isPropertySignature(member) || member.type === undefined) continue;
      if (!ts.isTypeReferenceNode(member.type)) throw new Error(`Unexpected method: ${member.getText()}`);
      const generics = [...(member.type.typeArguments ?? [])];
      const returns = generics.pop();
      const takes = generics.pop()?.getText().replace('Params.', '');
      const fields = takes === undefined ? {} : parameters.get(takes);
      if (returns === undefined || fields === undefined)
        throw new Error(`Unexpected method: ${member.getText()}`);
      methods[member.name.getText()] = { parameters: fields, returns: describe(returns) };
    }
  });
  return methods;
}

const schema = { source: '@gramio/types', methods: readMethods(readParameters()), types: readTypes() };
const text = `${JSON.stringify(schema)}\n`;
if (process.argv.includes('--check')) {
  if (readFileSync(target, 'utf8') !== text) {
    process.stderr.write('bot-api-schema.json is stale: run node scripts/generate-bot-api-schema.ts\n');
    process.exitCode = 1;
  }
} else {
  writeFileSync(target, text);
}
