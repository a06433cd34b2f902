import sharp from 'sharp';
import type { PaintOrder, ReceivedTask } from './received-task.ts';
import { hasLengthWithin, isPictureDataUri } from './request-rules.ts';
import { pictureFor } from './sample-pictures.ts';
import { invalid, missing, unsupported } from './vendor-errors.ts';

interface ToolRules {
  readonly model: RegExp;
  readonly parameters: readonly string[];
  readonly dollarsEach: number;
}

const everyTask = ['taskType', 'taskUUID', 'model', 'includeCost'];
const pictureTask = [...everyTask, 'inputs', 'outputType', 'outputFormat'];

/** https://runware.ai/docs/en/tools, with the models that https://github.com/Runware/runware-typescript lists. */
const rules: Readonly<Record<string, ToolRules>> = {
  upscale: {
    model: /^(runware:50\d@1|prunaai:p-image@upscale)$/,
    parameters: [...pictureTask, 'upscaleFactor'],
    dollarsEach: 0.002,
  },
  removeBackground: {
    model: /^(runware:(109|110)@1|runware:112@\d+|bria:2@1)$/,
    parameters: pictureTask,
    dollarsEach: 0.0006,
  },
  caption: {
    model: /^runware:(150@2|151@1|152@[12])$/,
    parameters: [...everyTask, 'inputs', 'prompt'],
    dollarsEach: 0.0013,
  },
  promptEnhance: {
    model: /^runware:llama-3-1-8b@prompt-enhancer$/,
    parameters: [...everyTask, 'prompt', 'promptMaxLength', 'promptVersions'],
    dollarsEach: 0.0002,
  },
};

export function isToolTask({ taskType }: ReceivedTask): boolean {
  return Object.hasOwn(rules, taskType);
}

/** Checks a task that is no painting by every rule that is documented. @throws RefusedTask with the service's own error. */
export async function readToolOrder(task: ReceivedTask): Promise<PaintOrder> {
  const { taskType, taskUUID } = task;
  const rule = rules[taskType];
  if (rule === undefined) throw invalid({ name: 'taskType', rule: 'Unknown task type.' });
  for (const name of Object.keys(task)) if (!rule.parameters.includes(name)) throw unsupported(name);
  if (typeof task.model !== 'string' || !rule.model.test(task.model)) {
    throw invalid({ name: 'model', rule: 'The model does not carry out such tasks.' });
  }
  const order = {
    taskType,
    taskUUID,
    model: task.model,
    dollarsEach: rule.dollarsEach,
    count: 1,
    format: 'jpeg',
    delivery: 'URL',
    tellsCost: task.includeCost === true,
    seed: undefined,
    size: undefined,
    references: 1,
  } as const;
  switch (taskType) {
    case 'upscale': {
      const { picture, size } = await readPicture(task);
      return { ...order, prompt: '', format: readFormat(task), picture, size: doubled(task, size) };
    }
    case 'removeBackground':
      return { ...order, prompt: '', format: readFormat(task), ...(await readPicture(task)) };
    case 'caption':
      return { ...order, prompt: '', picture: (await readPicture(task)).picture };
    default:
      return { ...order, ...readEnhancement(task), references: 0 };
  }
}

/** Whether a task comes to words. */
export function makesWords({ taskType }: Pick<PaintOrder, 'taskType'>): boolean {
  return taskType === 'caption' || taskType === 'promptEnhance';
}

/** Words that tell whose they are. */
export function wordsFor({ prompt, taskType, taskUUID }: PaintOrder, index: number): string {
  if (taskType === 'caption') return `a picture that was shown to task ${taskUUID}`;
  return `${prompt}, in fine detail, version ${index + 1}`;
}

/** A sample in the size of the result; with the background taken away, a corner of it is transparent. */
export async function workedOn(order: PaintOrder, index: number): Promise<Buffer> {
  const { width, height } = order.size ?? { width: 64, height: 64 };
  const sample = sharp(await pictureFor(order.taskUUID, index, 'png')).resize(width, height, {
    fit: 'fill',
    kernel: 'nearest',
  });
  if (order.taskType !== 'removeBackground') return sample.toFormat(order.format).toBuffer();
  const hole = Buffer.from(
    '<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"><rect width="8" height="8"/></svg>',
  );
  return sample
    .ensureAlpha()
    .composite([{ input: hole, left: 0, top: 0, blend: 'dest-out' }])
    .toFormat(order.format)
    .toBuffer();
}

function readEnhancement({ prompt, promptMaxLength, promptVersions }: ReceivedTask) {
  if (prompt === undefined) throw missing('prompt');
  if (typeof prompt !== 'string' || !hasLengthWithin(prompt, 1, 300)) {
    throw invalid({ name: 'prompt', rule: 'A prompt must have between 1 and 300 characters.' });
  }
  requireInteger('promptMaxLength', promptMaxLength, { min: 12, max: 400 });
  return { prompt, count: requireInteger('promptVersions', promptVersions, { min: 1, max: 5 }) };
}

function requireInteger(name: string, value: unknown, { min, max }: { min: number; max: number }): number {
  if (typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max) return value;
  throw invalid({ name, type: 'integer', rule: `It must be an integer between ${min} and ${max}.` });
}

function readFormat({
  outputFormat = 'JPG',
  outputType = 'URL',
  taskType,
}: ReceivedTask): PaintOrder['format'] {
  if (outputType !== 'URL') throw invalid({ name: 'outputType', rule: "The supported values are: 'URL'." });
  if (taskType === 'removeBackground' && outputFormat !== 'PNG') {
    throw invalid({ name: 'outputFormat', rule: 'Only PNG keeps what is transparent.' });
  }
  if (outputFormat === 'JPG') return 'jpeg';
  if (outputFormat === 'PNG' || outputFormat === 'WEBP') return outputFormat === 'PNG' ? 'png' : 'webp';
  throw invalid({ name: 'outputFormat', rule: "The supported values are: 'JPG', 'PNG', 'WEBP'." });
}

const longestSide = 4096;

type Size = NonNullable<PaintOrder['size']>;

function doubled({ upscaleFactor }: ReceivedTask, { height, width }: Size): Size {
  if (upscaleFactor !== 2) throw invalid({ name: 'upscaleFactor', rule: 'It must be 2.' });
  const scale = Math.min(2, longestSide / Math.max(width, height));
  return { width: Math.round(width * scale), height: Math.round(height * scale) };
}

async function readPicture({ inputs }: ReceivedTask): Promise<{ picture: Buffer; size: Size }> {
  const image: unknown =
    typeof inputs === 'object' && inputs !== null && 'image' in inputs ? inputs.image : undefined;
  if (image === undefined) throw missing('inputs.image');
  if (Object.keys(inputs ?? {}).length !== 1) throw unsupported('inputs');
  if (!isPictureDataUri(image)) {
    throw invalid({ name: 'inputs.image', rule: 'Supported formats are: PNG, JPG and WEBP.' });
  }
  const picture = Buffer.from(String(image).slice(String(image).indexOf(',') + 1), 'base64');
  const { width, height } = await sharp(picture).metadata();
  return { picture, size: { width, height } };
}
