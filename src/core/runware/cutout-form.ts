import { z } from 'zod';
import type { TaskForm } from './task-form.ts';
import { airIdentifier, dataUri } from './task-form.ts';

/** Takes the background of a picture away. Only PNG keeps it transparent: https://runware.ai/docs/en/tools/remove-background */
export const cutoutForm: TaskForm = {
  schema: z.strictObject({
    taskType: z.literal('removeBackground'),
    taskUUID: z.uuidv4(),
    model: airIdentifier,
    inputs: z.strictObject({ image: dataUri }),
    outputType: z.literal('URL'),
    outputFormat: z.literal('PNG'),
    includeCost: z.literal(true),
  }),
  fill: ({ call, references: [image], taskUUID }) => ({
    taskType: 'removeBackground',
    taskUUID,
    model: call.model,
    inputs: { image },
    outputType: 'URL',
    outputFormat: 'PNG',
    includeCost: true,
  }),
};
