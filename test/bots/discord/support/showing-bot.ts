import type { Interaction } from 'discord.js';
import { DiscordApi } from '../../../../src/bots/discord/discord-api.ts';
import { GatewayClient } from '../../../../src/bots/discord/gateway-client.ts';
import { InteractionAnswer } from '../../../../src/bots/discord/interaction-answer.ts';
import { showReply } from '../../../../src/bots/discord/show-reply.ts';
import { createWording } from '../../../../src/commands/create-wording.ts';
import type { Reply } from '../../../../src/commands/reply.ts';
import { createModelCatalog } from '../../../../src/core/create-model-catalog.ts';
import type { InteractionHandle } from '../../../fakes/discord/control/interaction-handle.ts';
import type { Person } from '../../../fakes/discord/control/person.ts';
import type { FakeDiscord } from '../../../fakes/discord/fake-discord.ts';
import { startFakeDiscord } from '../../../fakes/discord/fake-discord.ts';
import type { Control } from '../../../fakes/discord/message.ts';
import type { FakeDiscordOptions } from '../../../fakes/discord/options.ts';
import { RecordingLog } from './recording-log.ts';

/** A bot that shows whatever reply a test has at hand. */
export interface ShowingBot extends AsyncDisposable {
  readonly discord: FakeDiscord;
  /** Shows a reply to a command. */
  command(person: Person, reply: Reply): Promise<InteractionHandle>;
  /** Shows a reply to a press. */
  press(person: Person, control: Control, reply: Reply): Promise<InteractionHandle>;
}

export async function startShowingBot(options: Partial<FakeDiscordOptions> = {}): Promise<ShowingBot> {
  const discord = await startFakeDiscord(options);
  const { cdnUrl, token, url: apiUrl } = discord;
  const api = new DiscordApi({ token, apiUrl });
  const wording = createWording({ catalog: createModelCatalog(), isSandbox: false });
  const log = new RecordingLog();
  let next: { reply: Reply; shown: () => void; failed: (error: unknown) => void } | undefined;

  const show = async (interaction: Interaction): Promise<void> => {
    if (next === undefined || interaction.isAutocomplete()) throw new Error('Expected a reply to show');
    const { applicationId, id: interactionId } = interaction;
    const answer = new InteractionAnswer(api, { applicationId, interactionId, token: interaction.token });
    const source = interaction.isMessageComponent() ? interaction.message : undefined;
    const place = { interaction, answer, language: 'en', source, isPrivate: false, api, wording, log };
    await showReply(next.reply, place).then(next.shown, next.failed);
  };
  const client = new GatewayClient({
    token,
    apiUrl,
    cdnUrl,
    log,
    shards: undefined,
    onInteraction: (interaction) => void show(interaction),
    onMessage: undefined,
    onConnectionChange: () => undefined,
    onServersLost: () => undefined,
  });
  await client.open();
  await api.writeCommands(discord.applicationId, [{ name: 'show', description: 'shows', type: 1 }]);

  const showing = async (reply: Reply, act: () => InteractionHandle): Promise<InteractionHandle> => {
    const { promise, reject, resolve } = Promise.withResolvers<void>();
    next = { reply, shown: resolve, failed: reject };
    const handle = act();
    await promise;
    return handle;
  };
  return {
    discord,
    command: (person, reply) => showing(reply, () => person.slash({ command: 'show' })),
    press: (person, control, reply) => showing(reply, () => person.press(control)),
    [Symbol.asyncDispose]: async () => {
      await client.close();
      await discord.close();
    },
  };
}
