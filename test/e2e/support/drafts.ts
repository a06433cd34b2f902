import { expect } from 'vitest';
import type { ReceivedTask } from '../../fakes/runware/received-task.ts';
import type { InhabitedWorld } from './inhabited-world.ts';
import { draftingModel, offerTools } from './offer-tools.ts';

type Settings = Readonly<Record<string, string>>;

/** A person's draft is over before their picture begins. */
export const onePerPerson: Settings = { MAX_RUNNING_PER_USER: '1' };

export function isDraft({ model }: ReceivedTask): boolean {
  return model === draftingModel;
}

export function isNoDraft(task: ReceivedTask): boolean {
  return !isDraft(task);
}

/** From now on a model is on offer that paints drafts. */
export async function offerDrafts(world: InhabitedWorld, settings: Settings = {}): Promise<void> {
  await world.restart({ settings: { ...(await offerTools(world.environment)), ...settings } });
}

/** Fails unless this is a picture that the model painted. */
export async function expectPictureBy(
  model: string,
  { runware, shown }: Pick<InhabitedWorld, 'runware'> & { readonly shown: Uint8Array | undefined },
): Promise<void> {
  const task = shown && (await runware.whosePicture(Buffer.from(shown)));
  const painted = runware.ledger.entries.find(({ taskUUID }) => taskUUID === task?.taskUUID);
  expect(painted?.model).toBe(model);
}
