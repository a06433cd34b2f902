import { z } from 'zod';
import type { TaskForm } from './task-form.ts';
import { airIdentifier } from './task-form.ts';

/** In tokens, 12 to 400: some thousand characters, which every model takes. */
const longestResult = 200;

/** Makes a richer prompt of a plain one: https://runware.ai/docs/en/tools/prompt-enhancer */
export const enhanceForm: TaskForm = {
  schema: z.strictObject({
    taskType: z.literal('promptEnhance'),
    taskUUID: z.uuidv4(),
    model: airIdentifier,
    prompt: z.string().min(1).max(300),
    promptMaxLength: z.literal(longestResult),
    promptVersions: z.int().min(1).max(5),
    includeCost: z.literal(true),
  }),
  fill: ({ call, taskUUID }) => ({
    taskType: 'promptEnhance',
    taskUUID,
    model: call.model,
    prompt: call.prompt,
    promptMaxLength: longestResult,
    promptVersions: call.count,
    includeCost: true,
  }),
};
