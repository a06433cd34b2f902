import type { ModelCatalog, ModelEntry } from '../model-catalog.ts';
import { hasLengthWithin } from '../prompt-length.ts';
import type { PictureFormat, PictureSize } from '../wish.ts';
import { invalidParameter, unsupportedParameter } from './task-error.ts';

type OutputType = 'URL' | 'dataURI' | 'base64Data';

/** An `imageInference` task that has passed every check. */
export interface SandboxTask {
  readonly taskUUID: string;
  readonly model: ModelEntry;
  readonly prompt: string;
  readonly count: number;
  readonly size: PictureSize | undefined;
  readonly seed: number | undefined;
  readonly format: PictureFormat;
  readonly outputType: OutputType;
  readonly includeCost: boolean;
  readonly references: readonly Uint8Array[];
}

/** A task as it was received: nothing is known about it. */
export type ReceivedTask = Readonly<Record<string, unknown>>;

const formats: Readonly<Record<string, PictureFormat>> = {
  JPEG: 'jpeg',
  JPG: 'jpeg',
  PNG: 'png',
  WEBP: 'webp',
};
const outputTypes: readonly OutputType[] = ['URL', 'dataURI', 'base64Data'];
const uuidV4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;
export const dataUri = /^data:image\/(?:png|jpe?g|webp);base64,([A-Za-z0-9+/]+={0,2})$/;
const knownParameters = new Set([
  'taskType',
  'taskUUID',
  'model',
  'positivePrompt',
  'numberResults',
  'outputFormat',
  'outputType',
  'includeCost',
  'deliveryMethod',
  'referenceImages',
  'width',
  'height',
  'seed',
  'safety',
]);

/**
 * Checks a task as strictly as the service does: a parameter that is unknown, or that the model does not take, is
 * refused rather than ignored.
 *
 * @throws TaskRefused
 */
export function readPaintingTask(task: ReceivedTask, catalog: ModelCatalog): SandboxTask {
  const unknown = Object.keys(task).find((name) => !knownParameters.has(name));
  if (unknown !== undefined) throw unsupportedParameter(unknown);
  if (task.deliveryMethod !== undefined && task.deliveryMethod !== 'sync') {
    throw invalidParameter('deliveryMethod', 'string', "The sandbox delivers with 'sync' only.");
  }
  const taskUUID = readTaskUUID(task);
  const model = readModel(task, catalog);
  const references = readReferences(task, model);
  // What it draws is for everybody, so the answer is left out.
  if (task.safety !== undefined && model.checksContent !== true) throw unsupportedParameter('safety');
  return {
    taskUUID,
    model,
    references,
    prompt: readPrompt(task, model),
    count: readInteger(task, 'numberResults', { min: 1, max: 20 }) ?? 1,
    size: readSize(task, model, references.length > 0),
    seed: readSeed(task, model),
    format: readFormat(task, model),
    outputType: readOutputType(task),
    includeCost: readFlag(task, 'includeCost'),
  };
}

/** @throws TaskRefused when the task carries no UUID of version 4. */
export function readTaskUUID(task: ReceivedTask): string {
  const { taskUUID } = task;
  if (typeof taskUUID === 'string' && uuidV4.test(taskUUID)) return taskUUID.toLowerCase();
  throw invalidParameter('taskUUID', 'string', 'Task UUID must be a UUID v4 string.');
}

function readModel({ model }: ReceivedTask, catalog: ModelCatalog): ModelEntry {
  const entry = catalog.offered.find(({ air }) => air === model);
  if (entry !== undefined) return entry;
  throw invalidParameter('model', 'string', 'Model must be the AIR identifier of a model on offer.');
}

function readPrompt({ positivePrompt }: ReceivedTask, { promptLength: { min, max } }: ModelEntry): string {
  if (typeof positivePrompt === 'string' && hasLengthWithin(positivePrompt, { min, max }))
    return positivePrompt;
  throw invalidParameter(
    'positivePrompt',
    'string',
    `Positive prompt must be a string with a length between ${min} and ${max} characters.`,
  );
}

function readReferences({ referenceImages }: ReceivedTask, model: ModelEntry): readonly Uint8Array[] {
  if (referenceImages === undefined) return [];
  if (model.maxReferences === 0) throw unsupportedParameter('referenceImages');
  const expectation = `Reference images must be an array of 1 to ${model.maxReferences} strings. The sandbox reads data URIs; supported formats are: PNG, JPG, and WEBP.`;
  const refusal = invalidParameter('referenceImages', 'string[]', expectation);
  if (!Array.isArray(referenceImages)) throw refusal;
  if (referenceImages.length < 1 || referenceImages.length > model.maxReferences) throw refusal;
  return referenceImages.map((image: unknown) => {
    const [, base64] = (typeof image === 'string' ? dataUri.exec(image) : null) ?? [];
    if (base64 === undefined) throw refusal;
    return new Uint8Array(Buffer.from(base64, 'base64'));
  });
}

function readSize(task: ReceivedTask, model: ModelEntry, hasReferences: boolean): PictureSize | undefined {
  const { width, height } = task;
  const asked = Object.values(model.sizes);
  if (width === undefined && height === undefined) {
    if (model.needsSize) throw invalidParameter('width', 'integer', 'This model needs a width and a height.');
    return undefined;
  }
  if (asked.length === 0 || (hasReferences && !model.takesSizeWithReferences)) {
    throw unsupportedParameter(width === undefined ? 'height' : 'width');
  }
  const size = asked.find((possible) => possible.width === width && possible.height === height);
  if (size !== undefined) return size;
  const list = asked.map((possible) => `${possible.width}x${possible.height}`).join(', ');
  throw invalidParameter('width', 'integer', `Width and height must be one of: ${list}.`);
}

function readSeed(task: ReceivedTask, model: ModelEntry): number | undefined {
  const seed = readInteger(task, 'seed', { min: 1, max: Number.MAX_SAFE_INTEGER });
  if (seed !== undefined && !model.takesSeed) throw unsupportedParameter('seed');
  return seed;
}

function readFormat({ outputFormat = 'PNG' }: ReceivedTask, model: ModelEntry): PictureFormat {
  const format = typeof outputFormat === 'string' ? formats[outputFormat] : undefined;
  if (format !== undefined && model.formats.includes(format)) return format;
  throw invalidParameter('outputFormat', 'string', "Output format must be one of: 'JPEG', 'PNG', 'WEBP'.");
}

/** Both spellings in use: a string, and an array of one. */
function readOutputType({ outputType = 'URL' }: ReceivedTask): OutputType {
  const [asked, ...others]: readonly unknown[] = Array.isArray(outputType) ? outputType : [outputType];
  const known = outputTypes.find((type) => type === asked);
  if (known !== undefined && others.length === 0) return known;
  throw invalidParameter(
    'outputType',
    'string',
    "Output type must be one of: 'URL', 'dataURI', 'base64Data'.",
  );
}

export function readFlag(task: ReceivedTask, name: string): boolean {
  const value = task[name] ?? false;
  if (typeof value === 'boolean') return value;
  throw invalidParameter(name, 'boolean', 'Expected true or false.');
}

export function readInteger(
  task: ReceivedTask,
  name: string,
  { min, max }: { min: number; max: number },
): number | undefined {
  const value = task[name];
  if (value === undefined) return undefined;
  if (typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max) return value;
  throw invalidParameter(name, 'integer', `Expected an integer value between ${min} and ${max}.`);
}
