import { rulesOf } from './model-rules.ts';
import type { Dialect, PaintOrder, ReceivedTask } from './received-task.ts';
import { invalid, missing, RefusedTask, refusedSpelling, unsupported } from './vendor-errors.ts';

const uuidV4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;
const deliveries = ['URL', 'dataURI', 'base64Data'] as const;
const formats = { JPEG: 'jpeg', JPG: 'jpeg', PNG: 'png', WEBP: 'webp' } as const;
const paintParameters = new Set([
  'taskType',
  'taskUUID',
  'model',
  'positivePrompt',
  'numberResults',
  'outputFormat',
  'outputType',
  'includeCost',
  'referenceImages',
  'width',
  'height',
  'seed',
  'safety',
]);

/** Whether a value is a true UUID v4; the service takes no other id. */
export function isTaskUUID(value: unknown): value is string {
  return typeof value === 'string' && uuidV4.test(value);
}

/**
 * Checks a painting task by every rule that is known of the service.
 *
 * @throws RefusedTask with the service's own error.
 */
export function readPaintOrder(task: ReceivedTask, dialect: Dialect): PaintOrder {
  for (const name of Object.keys(task)) if (!paintParameters.has(name)) throw unsupported(name);
  const model = readModel(task);
  const rules = rulesOf(model);
  if (rules === undefined) {
    const error = { code: 'unknownModel', message: 'The model could not be found.', parameter: 'model' };
    throw new RefusedTask({ status: 400, error, isViolation: false });
  }
  const references = readReferences(task, rules.maxReferences);
  return {
    taskType: task.taskType,
    taskUUID: task.taskUUID,
    model,
    dollarsEach: rules.dollarsPerPicture,
    prompt: readPrompt(task, rules.promptLength),
    count: readInteger(task, { name: 'numberResults', min: 1, max: 4, fallback: 1 }),
    format: readFormat(task, dialect),
    delivery: readDelivery(task, dialect),
    tellsCost: readIncludeCost(task),
    checksContent: readSafety(task, rules.checksContent ?? false),
    seed: readSeed(task, rules.takesSeed),
    size: readSize(task, {
      takes: rules.takesSize,
      isAllowed: references === 0 || rules.takesSizeWithReferences,
    }),
    references,
  };
}

function readModel(task: ReceivedTask): string {
  if (task.model === undefined) throw missing('model');
  if (typeof task.model !== 'string') throw invalid({ name: 'model', rule: 'A model must be a string.' });
  return task.model;
}

function readPrompt(task: ReceivedTask, { min, max }: { min: number; max: number }): string {
  const prompt = task.positivePrompt;
  if (prompt === undefined) throw missing('positivePrompt');
  if (typeof prompt !== 'string' || !hasLengthWithin(prompt, min, max)) {
    throw invalid({
      name: 'positivePrompt',
      rule: `A prompt must have between ${min} and ${max} characters.`,
    });
  }
  return prompt;
}

/** The documents speak of characters. Until it is known which these are, a prompt has to fit in whatever they may be. */
export function hasLengthWithin(prompt: string, min: number, max: number): boolean {
  return [prompt.length, [...prompt].length].every((length) => length >= min && length <= max);
}

type IntegerRule = {
  readonly name: string;
  readonly min: number;
  readonly max: number;
  readonly fallback: number;
};

function readInteger(task: ReceivedTask, { name, min, max, fallback }: IntegerRule): number {
  const value = task[name] ?? fallback;
  if (typeof value !== 'number' || !Number.isInteger(value) || value < min || value > max) {
    throw invalid({ name, type: 'integer', rule: `It must be an integer between ${min} and ${max}.` });
  }
  return value;
}

function readFormat(task: ReceivedTask, dialect: Dialect): PaintOrder['format'] {
  const value = task.outputFormat ?? 'JPG';
  const rule = "The supported values are: 'JPG', 'PNG', 'WEBP'.";
  if (value === dialect.refusesOutputFormat) throw refusedSpelling({ name: 'outputFormat', rule });
  if (typeof value !== 'string' || !(value in formats)) throw invalid({ name: 'outputFormat', rule });
  return formats[value as keyof typeof formats];
}

function readDelivery(task: ReceivedTask, dialect: Dialect): PaintOrder['delivery'] {
  const value = task.outputType ?? 'URL';
  const isArray = Array.isArray(value);
  const rule = "The supported values are: 'URL', 'dataURI', 'base64Data'.";
  if (dialect.refusesOutputType === (isArray ? 'array' : 'string')) {
    throw refusedSpelling({ name: 'outputType', type: isArray ? 'string' : 'string[]', rule });
  }
  const single: unknown = isArray && value.length === 1 ? value[0] : value;
  const delivery = deliveries.find((known) => known === single);
  if (delivery === undefined) throw invalid({ name: 'outputType', rule });
  return delivery;
}

function readIncludeCost(task: ReceivedTask): boolean {
  const value = task.includeCost ?? false;
  if (typeof value !== 'boolean') {
    throw invalid({ name: 'includeCost', type: 'boolean', rule: 'It must be a boolean.' });
  }
  return value;
}

function readSeed(task: ReceivedTask, takesSeed: boolean): number | undefined {
  if (task.seed === undefined) return undefined;
  if (!takesSeed) throw unsupported('seed');
  return readInteger(task, { name: 'seed', min: 1, max: Number.MAX_SAFE_INTEGER, fallback: 1 });
}

type SizeRule = { readonly takes: (width: number, height: number) => boolean; readonly isAllowed: boolean };

function readSize(task: ReceivedTask, rule: SizeRule): PaintOrder['size'] {
  const { width, height } = task;
  if (width === undefined && height === undefined) return undefined;
  if (!rule.isAllowed) throw unsupported('width');
  if (width === undefined) throw missing('width');
  if (height === undefined) throw missing('height');
  if (typeof width !== 'number' || typeof height !== 'number' || !rule.takes(width, height)) {
    throw invalid({ name: 'width', type: 'integer', rule: 'The model does not paint in this size.' });
  }
  return { width, height };
}

function readReferences(task: ReceivedTask, max: number): number {
  const references = task.referenceImages;
  if (references === undefined) return 0;
  // The notes: a text-to-image task carries no such key at all, so an empty list is a mistake too.
  if (!Array.isArray(references) || references.length === 0 || references.length > max) {
    throw invalidReferences();
  }
  if (!references.every(isPictureDataUri)) throw invalidReferences();
  return references.length;
}

function invalidReferences(): RefusedTask {
  return invalid({
    name: 'referenceImages',
    type: 'string[]',
    rule:
      'Reference images must be an array of strings, where each image must be specified in one of the following ' +
      'formats: a UUID v4 string of a previously uploaded or generated image, a data URI string, a base64 encoded ' +
      'image, or a publicly accessible URL. Supported formats are: PNG, JPG, and WEBP.',
  });
}

const signatures = {
  'image/png': (bytes: Buffer) => bytes.subarray(0, 8).toString('hex') === '89504e470d0a1a0a',
  'image/jpeg': (bytes: Buffer) => bytes.subarray(0, 3).toString('hex') === 'ffd8ff',
  'image/webp': (bytes: Buffer) =>
    bytes.subarray(0, 4).toString('latin1') === 'RIFF' && bytes.subarray(8, 12).toString('latin1') === 'WEBP',
} as const;

export function isPictureDataUri(value: unknown): boolean {
  const match = /^data:(image\/(?:png|jpeg|webp));base64,/.exec(String(value).slice(0, 64));
  if (match === null) return false;
  const mediaType = match[1] as keyof typeof signatures;
  const base64 = String(value).slice(match[0].length);
  return /^[A-Za-z0-9+/]+={0,2}$/.test(base64) && signatures[mediaType](Buffer.from(base64, 'base64'));
}

/** `{ checkContent: true }` (https://runware.ai/docs/en/image-inference/api-reference). */
function readSafety(task: ReceivedTask, isTaken: boolean): boolean {
  if (task.safety === undefined) return false;
  if (!isTaken) throw unsupported('safety');
  if (JSON.stringify(task.safety) !== '{"checkContent":true}') throw unsupported('safety');
  return true;
}
