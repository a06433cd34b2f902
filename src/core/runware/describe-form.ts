import { z } from 'zod';
import type { TaskForm } from './task-form.ts';
import { airIdentifier, dataUri } from './task-form.ts';

/** Says what a picture shows, in detail where nothing is asked for: https://runware.ai/docs/en/tools/caption */
export const describeForm: TaskForm = {
  schema: z.strictObject({
    taskType: z.literal('caption'),
    taskUUID: z.uuidv4(),
    model: airIdentifier,
    inputs: z.strictObject({ image: dataUri }),
    includeCost: z.literal(true),
  }),
  fill: ({ call, references: [image], taskUUID }) => ({
    taskType: 'caption',
    taskUUID,
    model: call.model,
    inputs: { image },
    includeCost: true,
  }),
};
