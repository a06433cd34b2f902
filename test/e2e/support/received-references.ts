import { expect } from 'vitest';
import type { FakeRunware } from '../../fakes/runware/fake-runware.ts';
import type { ReceivedTask } from '../../fakes/runware/received-task.ts';
import type { QuarteredPicture } from './painted-picture.ts';
import { differenceBetween, look, lookAtDataUri } from './painted-picture.ts';

export interface ExpectedReferences {
  readonly prompt: string;
  /** In the order in which the service must have got them. */
  readonly pictures: readonly QuarteredPicture[];
}

/** What the service was asked to paint. */
export function paintings({ tasks }: FakeRunware): readonly ReceivedTask[] {
  return tasks.filter(({ taskType }) => taskType === 'imageInference');
}

export function prompts(runware: FakeRunware): readonly unknown[] {
  return paintings(runware).map(({ positivePrompt }) => positivePrompt);
}

/** What the service was given to work from with each painting of this prompt, as data URIs. */
export function receivedReferences(runware: FakeRunware, prompt: string): readonly (readonly unknown[])[] {
  return paintings(runware)
    .filter(({ positivePrompt }) => positivePrompt === prompt)
    .map(({ referenceImages: sent }) => (Array.isArray(sent) ? sent : []));
}

/** Fails unless the service got these pictures, as they look after normalisation, with one task of this prompt. */
export async function expectReceived(
  runware: FakeRunware,
  { pictures, prompt }: ExpectedReferences,
): Promise<void> {
  const asked = receivedReferences(runware, prompt);
  expect(asked).toHaveLength(1);
  const received = await Promise.all((asked[0] ?? []).map(lookAtDataUri));
  expect(received).toHaveLength(pictures.length);
  for (const [index, picture] of pictures.entries()) {
    const other = received[index];
    if (other === undefined) throw new Error(`Expected a reference ${index}`);
    expect(differenceBetween(picture, other), `reference ${index}`).toBeUndefined();
  }
}

/** Fails unless the one picture that the service was given last for this prompt is the one that people saw. */
export async function expectWorkedFrom(
  runware: FakeRunware,
  { prompt, shown }: { readonly prompt: string; readonly shown: Buffer | undefined },
): Promise<void> {
  const given = receivedReferences(runware, prompt).at(-1) ?? [];
  expect(given).toHaveLength(1);
  expect(
    differenceBetween(await lookAtDataUri(given[0]), await look(shown ?? Buffer.alloc(0))),
  ).toBeUndefined();
}
