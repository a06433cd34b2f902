import { z } from 'zod';
import type { ImageCall } from '../image-model.ts';
import type { PictureFormat } from '../wish.ts';
import type { Spelling } from './spelling.ts';

/** The service documents no limit of its own; larger bodies are known to be refused by gateways in front of it. */
export const maxBodyBytes = 16_000_000;

const side = z.int().min(64).max(16_384);

/** The one task of a request, keys in the order in which they are sent. Unknown parameters are refused, not ignored. */
const paintTask = z
  .strictObject({
    taskType: z.literal('imageInference'),
    numberResults: z.int().min(1).max(20),
    outputFormat: z.enum(['JPEG', 'JPG', 'PNG', 'WEBP']),
    includeCost: z.literal(true),
    outputType: z.union([z.tuple([z.literal('URL')]), z.literal('URL')]),
    // An empty list is refused by the service: a text-to-image task has no such key.
    referenceImages: z.array(z.string().startsWith('data:image/')).min(1).optional(),
    model: z.string().regex(/^[^\s:@]+:[^\s@]+@[^\s@]+$/),
    positivePrompt: z.string().min(1),
    taskUUID: z.uuidv4(),
    width: side.optional(),
    height: side.optional(),
    seed: z.int().min(1).optional(),
  })
  .refine(({ width, height }) => (width === undefined) === (height === undefined), {
    message: 'width and height go together',
    path: ['height'],
  });

export type PaintTask = z.infer<typeof paintTask>;

export interface PaintTaskParts {
  readonly taskUUID: string;
  readonly call: ImageCall;
  /** Data URIs, in the person's order. */
  readonly references: readonly string[];
  readonly spelling: Spelling;
}

/**
 * Builds the task of a call in one spelling of the wire.
 *
 * @throws Error when the call is outside what the wire can say: a bug of the caller. Names fields, never their values.
 */
export function buildPaintTask({ taskUUID, call, references, spelling }: PaintTaskParts): PaintTask {
  const task = {
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
  };
  const checked = paintTask.safeParse(task);
  if (checked.success) return checked.data;
  const fields = checked.error.issues.map(({ code, path }) => `${path.join('.')} (${code})`);
  throw new Error(`the image call cannot be put on the wire: ${fields.join(', ')}`);
}

function formatName(format: PictureFormat, spelling: Spelling): string {
  return format === 'jpeg' ? spelling.jpeg : format.toUpperCase();
}
