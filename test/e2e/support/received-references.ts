import { expect } from 'vitest';
import type { FakeRunware } from '../../fakes/runware/fake-runware.ts';
import type { QuarteredPicture } from './painted-picture.ts';
import { differenceBetween, lookAtDataUri } from './painted-picture.ts';

export interface ExpectedReferences {
  readonly prompt: string;
  /** In the order in which the service must have got them. */
  readonly pictures: readonly QuarteredPicture[];
}

/** Fails unless the service got these pictures, as they look after normalisation, with one task of this prompt. */
export async function expectReceived(
  { tasks }: FakeRunware,
  { pictures, prompt }: ExpectedReferences,
): Promise<void> {
  const asked = tasks.filter(({ positivePrompt }) => positivePrompt === prompt);
  expect(asked).toHaveLength(1);
  const sent: unknown = asked[0]?.referenceImages;
  const received = await Promise.all((Array.isArray(sent) ? sent : []).map(lookAtDataUri));
  expect(received).toHaveLength(pictures.length);
  for (const [index, picture] of pictures.entries()) {
    const other = received[index];
    if (other === undefined) throw new Error(`Expected a reference ${index}`);
    expect(differenceBetween(picture, other), `reference ${index}`).toBeUndefined();
  }
}
