import { z } from 'zod';
import type { PictureFormat } from '../wish.ts';
import type { Spelling } from './spelling.ts';
import type { TaskForm } from './task-form.ts';
import { airIdentifier, dataUri } from './task-form.ts';

const side = z.int().min(64).max(16_384);

const schema = z
  .strictObject({
    taskType: z.literal('imageInference'),
    numberResults: z.int().min(1).max(20),
    outputFormat: z.enum(['JPEG', 'JPG', 'PNG', 'WEBP']),
    includeCost: z.literal(true),
    outputType: z.union([z.tuple([z.literal('URL')]), z.literal('URL')]),
    // An empty list is refused by the service: a text-to-image task has no such key.
    referenceImages: z.array(dataUri).min(1).optional(),
    model: airIdentifier,
    positivePrompt: z.string().min(1),
    taskUUID: z.uuidv4(),
    width: side.optional(),
    height: side.optional(),
    seed: z.int().min(1).optional(),
    // https://runware.ai/docs/en/image-inference/api-reference
    safety: z.strictObject({ checkContent: z.literal(true) }).optional(),
  })
  .refine(({ width, height }) => (width === undefined) === (height === undefined), {
    message: 'width and height go together',
    path: ['height'],
  });

/** Paints from words and pictures, in one spelling of the wire. */
export const paintForm: TaskForm = {
  schema,
  fill: ({ call, references, spelling, taskUUID }) => ({
    taskType: 'imageInference',
    numberResults: call.count,
    outputFormat: formatName(call.format, spelling),
    includeCost: true,
    outputType: spelling.outputType === 'array' ? ['URL'] : 'URL',
    ...(references.length === 0 ? {} : { referenceImages: references }),
    model: call.model,
    positivePrompt: call.prompt,
    taskUUID,
    ...(call.size === undefined ? {} : { width: call.size.width, height: call.size.height }),
    ...(call.seed === undefined ? {} : { seed: call.seed }),
    ...(call.contentCheck === undefined ? {} : { safety: { checkContent: true } }),
  }),
};

function formatName(format: PictureFormat, spelling: Spelling): string {
  return format === 'jpeg' ? spelling.jpeg : format.toUpperCase();
}
