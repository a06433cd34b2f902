import { isErased } from '../../core/erasure.ts';
import type { Generation } from '../../core/generation.ts';
import { unfinishedStates } from '../../core/generation-state.ts';
import type { Action, Press } from '../action.ts';
import type { CommandTools } from '../command.ts';
import { findPressed } from '../find-pressed.ts';
import { platformName } from '../platform-name.ts';
import type { Reply } from '../reply.ts';
import type { RichText } from '../rich-text.ts';

/** Deletes a result: its person may, and where others can see it whoever keeps order there or runs the bot. */
export const remove: Action = {
  name: 'remove',
  async run(press, tools) {
    const pressed = await findPressed(asKeeper(press, tools), 'remove', tools);
    if (pressed.kind === 'reply') return pressed.reply;
    const { generation } = pressed.painting;
    if (isUnderWay(generation)) return refuseUnfinished(press, tools);
    await tools.gallery.remove({ id: generation.id, byId: press.personId });
    return { kind: 'removal', text: wordRemoval(generation, press, tools), generation };
  },
};

/** Those who run the bot keep order wherever they are. */
function asKeeper(press: Press, { house }: CommandTools): Press {
  return house.adminIds.includes(press.personId) ? { ...press, mayModerate: async () => true } : press;
}

/** Only a client of somebody's own asks for that: what is under way has another button. */
function refuseUnfinished({ language }: Press, { wording }: CommandTools): Reply {
  return { kind: 'refusal', text: wording.text('button.underWay', language) };
}

function isUnderWay({ state }: Generation): boolean {
  return (unfinishedStates as readonly string[]).includes(state);
}

/** Nobody reaches over to a message on another platform; of what was erased it is not known any more where it stands. */
function wordRemoval(generation: Generation, press: Press, { wording }: CommandTools): RichText {
  const { language, platform } = press;
  const { address } = generation;
  if (address.platform === platform || isErased(generation)) return wording.text('button.removed', language);
  return wording.text('link.messageStays', language, { platform: platformName(address.platform) });
}
