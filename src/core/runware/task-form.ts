import { z } from 'zod';
import type { ImageCall } from '../image-model.ts';
import type { Spelling } from './spelling.ts';

/** What a task is made of. */
export interface TaskParts {
  readonly taskUUID: string;
  readonly call: ImageCall;
  /** Data URIs, in the person's order. */
  readonly references: readonly string[];
  /** Of painting; everything else has one spelling. */
  readonly spelling: Spelling;
}

/** One type of task: its keys in the order in which they are sent, and the rules that it has to fulfil. */
export interface TaskForm {
  readonly schema: z.ZodType;
  fill(parts: TaskParts): object;
}

export const airIdentifier = z.string().regex(/^[^\s:@]+:[^\s@]+@[^\s@]+$/);
export const dataUri = z.string().startsWith('data:image/');
