import { z } from 'zod';
import type { TaskForm } from './task-form.ts';
import { airIdentifier, dataUri } from './task-form.ts';

/**
 * Makes a picture twice as wide and high; 4 is not taken by every model, and no result is larger than 4096 × 4096:
 * https://runware.ai/docs/en/tools/upscale. The newer `inputs` are those of https://github.com/Runware/runware-typescript.
 */
export const upscaleForm: TaskForm = {
  schema: z.strictObject({
    taskType: z.literal('upscale'),
    taskUUID: z.uuidv4(),
    model: airIdentifier,
    inputs: z.strictObject({ image: dataUri }),
    upscaleFactor: z.literal(2),
    outputType: z.literal('URL'),
    outputFormat: z.enum(['JPG', 'PNG', 'WEBP']),
    includeCost: z.literal(true),
  }),
  fill: ({ call, references: [image], taskUUID }) => ({
    taskType: 'upscale',
    taskUUID,
    model: call.model,
    inputs: { image },
    upscaleFactor: 2,
    outputType: 'URL',
    outputFormat: call.format === 'jpeg' ? 'JPG' : call.format.toUpperCase(),
    includeCost: true,
  }),
};
