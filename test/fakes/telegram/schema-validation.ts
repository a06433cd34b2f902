import { botApiSchema, type SchemaFields, type SchemaType, updateTypes } from './bot-api-schema.ts';

/** One thing in a value that the Bot API does not know; `path` is like `reply_markup.inline_keyboard[0][0].text`. */
export type SchemaFault = {
  readonly kind: 'unknown' | 'missing' | 'type' | 'enum';
  readonly path: string;
  readonly reason: string;
};

type Validation = { readonly type: SchemaType; readonly value: unknown; readonly path: string };

// The generated schema knows only "number"; these are the fields documented as Float, all others are Integer.
const floatFields =
  /(latitude|longitude|horizontal_accuracy|percentage|_shift|scale|timestamp|rotation_angle|intensity)$/;

/** Every fault of `value`, deep; empty when it is a valid `type`. `path` names the value in the reports. */
export function validateValue({ type, value, path }: Validation): SchemaFault[] {
  if (typeof type !== 'string') {
    if ('enum' in type) return validateEnum(type.enum, value, path);
    if ('array' in type) return validateArray(type.array, value, path);
    return validateUnion(type.union, value, path);
  }
  const declared = botApiSchema.types[type];
  if (declared === undefined) return validatePrimitive(type, value, path);
  if ('alias' in declared) return validateValue({ type: declared.alias, value, path });
  return validateFields({ fields: declared.fields, value, path, typeName: type });
}

/** Validates an object's fields: unknown names, missing names and each field's own type. */
export function validateFields(options: {
  fields: SchemaFields;
  value: unknown;
  path: string;
  typeName: string;
}): SchemaFault[] {
  const { fields, value, path, typeName } = options;
  if (!isRecord(value)) return [wrongType(path, typeName, value)];
  const faults: SchemaFault[] = [];
  for (const [name, field] of Object.entries(value)) {
    const fieldPath = path === '' ? name : `${path}.${name}`;
    const known = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (known === undefined) {
      faults.push({ kind: 'unknown', path: fieldPath, reason: `${typeName} has no field "${name}"` });
    } else if (field !== undefined) {
      faults.push(...validateValue({ type: known.type, value: field, path: fieldPath }));
    }
  }
  for (const [name, { required }] of Object.entries(fields)) {
    if (!required || value[name] !== undefined) continue;
    const fieldPath = path === '' ? name : `${path}.${name}`;
    faults.push({ kind: 'missing', path: fieldPath, reason: `${typeName} needs "${name}"` });
  }
  return faults;
}

function validatePrimitive(type: string, value: unknown, path: string): SchemaFault[] {
  switch (type) {
    case 'string':
      return typeof value === 'string' ? [] : [wrongType(path, type, value)];
    case 'boolean':
      return typeof value === 'boolean' ? [] : [wrongType(path, type, value)];
    case 'number': {
      const isNumber = typeof value === 'number' && Number.isFinite(value);
      if (!isNumber || !(Number.isSafeInteger(value) || floatFields.test(path))) {
        return [wrongType(path, 'integer', value)];
      }
      return [];
    }
    case 'InputFile':
      // An upload is referred to by the part that carries it.
      return typeof value === 'string' && value.startsWith('attach://') ? [] : [wrongType(path, type, value)];
    case 'UpdateType':
      return validateEnum(updateTypes, value, path);
    default:
      throw new Error(`The schema refers to the unknown type ${type}`);
  }
}

function validateEnum(allowed: readonly unknown[], value: unknown, path: string): SchemaFault[] {
  if (allowed.includes(value)) return [];
  const reason = `expected one of ${allowed.map((one) => JSON.stringify(one)).join(', ')}`;
  return [{ kind: 'enum', path, reason: `${reason}, got ${show(value)}` }];
}

function validateArray(type: SchemaType, value: unknown, path: string): SchemaFault[] {
  if (!Array.isArray(value)) return [wrongType(path, 'array', value)];
  return value.flatMap((item, index) => validateValue({ type, value: item, path: `${path}[${index}]` }));
}

function validateUnion(union: readonly SchemaType[], value: unknown, path: string): SchemaFault[] {
  const results = union.map((type) => ({ type, faults: validateValue({ type, value, path }) }));
  if (results.some(({ faults }) => faults.length === 0)) return [];
  // The member that was meant is the one whose fixed fields (`type`, `status`, …) fit; else the nearest one.
  const meant = results.filter(({ faults }) => !faults.some(({ kind }) => kind === 'enum'));
  const candidates = meant.length > 0 ? meant : results;
  const [nearest] = candidates.toSorted(
    (a, b) => shallow(a.faults, path) - shallow(b.faults, path) || a.faults.length - b.faults.length,
  );
  return nearest?.faults ?? [wrongType(path, 'one of several types', value)];
}

/** How many faults concern the value itself and not something deep inside. */
function shallow(faults: readonly SchemaFault[], path: string): number {
  return faults.filter((fault) => !/[.[]/.test(fault.path.slice(path.length + 1))).length;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function wrongType(path: string, expected: string, value: unknown): SchemaFault {
  return { kind: 'type', path, reason: `expected ${expected}, got ${show(value)}` };
}

function show(value: unknown): string {
  return (JSON.stringify(value) ?? 'nothing').slice(0, 60);
}
