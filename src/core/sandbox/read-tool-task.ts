import type { ModelCatalog, ToolEntry } from '../model-catalog.ts';
import { hasLengthWithin } from '../prompt-length.ts';
import type { ToolVerb } from '../verb.ts';
import type { ReceivedTask } from './read-painting-task.ts';
import { dataUri, readFlag, readInteger, readTaskUUID } from './read-painting-task.ts';
import { invalidParameter, unsupportedParameter } from './task-error.ts';

/** A task that is no painting and has passed every check. */
export interface SandboxToolTask {
  readonly taskType: string;
  readonly taskUUID: string;
  readonly tool: ToolEntry;
  readonly includeCost: boolean;
  /** Empty for words alone. */
  readonly picture: Uint8Array;
  /** Empty for a picture. */
  readonly prompt: string;
  readonly format: 'jpeg' | 'png';
}

const verbOf: Readonly<Record<string, ToolVerb>> = {
  upscale: 'upscale',
  removeBackground: 'cutout',
  caption: 'describe',
  promptEnhance: 'enhance',
};

const everywhere = ['taskType', 'taskUUID', 'model', 'includeCost'];
const knownParameters: Readonly<Record<ToolVerb, readonly string[]>> = {
  upscale: [...everywhere, 'inputs', 'upscaleFactor', 'outputType', 'outputFormat'],
  cutout: [...everywhere, 'inputs', 'outputType', 'outputFormat'],
  describe: [...everywhere, 'inputs'],
  enhance: [...everywhere, 'prompt', 'promptMaxLength', 'promptVersions'],
};

/** The same as `readPaintingTask` for everything else. @throws TaskRefused */
export function readToolTask(task: ReceivedTask, catalog: ModelCatalog): SandboxToolTask {
  const taskType = String(task.taskType);
  const verb = verbOf[taskType];
  if (verb === undefined) throw invalidParameter('taskType', 'string', 'This is no task of a tool.');
  const unknown = Object.keys(task).find((name) => !knownParameters[verb].includes(name));
  if (unknown !== undefined) throw unsupportedParameter(unknown);
  const tool = readTool(task, catalog.toolFor(verb));
  if (verb === 'upscale' && task.upscaleFactor !== 2) {
    throw invalidParameter('upscaleFactor', 'integer', 'The sandbox makes pictures twice as large.');
  }
  return {
    taskType,
    taskUUID: readTaskUUID(task),
    tool,
    includeCost: readFlag(task, 'includeCost'),
    picture: verb === 'enhance' ? new Uint8Array() : readPicture(task),
    prompt: verb === 'enhance' ? readPrompt(task, tool) : '',
    format: task.outputFormat === 'PNG' ? 'png' : 'jpeg',
  };
}

function readTool({ model }: ReceivedTask, tool: ToolEntry | undefined): ToolEntry {
  if (tool !== undefined && tool.air === model) return tool;
  throw invalidParameter('model', 'string', 'Model must be the AIR identifier of a model on offer.');
}

function readPicture({ inputs }: ReceivedTask): Uint8Array {
  const image: unknown =
    typeof inputs === 'object' && inputs !== null && 'image' in inputs ? inputs.image : undefined;
  const [, base64] = (typeof image === 'string' ? dataUri.exec(image) : null) ?? [];
  if (base64 !== undefined) return new Uint8Array(Buffer.from(base64, 'base64'));
  throw invalidParameter('inputImage', 'string', 'The sandbox reads data URIs of PNG, JPG and WEBP.');
}

function readPrompt(task: ReceivedTask, { promptLength: { min, max } }: ToolEntry): string {
  readInteger(task, 'promptMaxLength', { min: 12, max: 400 });
  readInteger(task, 'promptVersions', { min: 1, max: 1 });
  const { prompt } = task;
  if (typeof prompt === 'string' && hasLengthWithin(prompt, { min, max })) return prompt;
  throw invalidParameter(
    'prompt',
    'string',
    `A prompt must have a length between ${min} and ${max} characters.`,
  );
}
