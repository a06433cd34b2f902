import { randomUUID } from 'node:crypto';
import { Client, GatewayIntentBits, MessageFlags } from 'discord.js';

/**
 * What a straightforward bot is: discord.js and the call of the API notes, word for word, and nothing kept. It has no
 * queue, no limits, no memory and no second try, so it is the least that a bot adds.
 */
const { DISCORD_TOKEN = '', DISCORD_API_URL = '', RUNWARE_API_URL = '', RUNWARE_API_KEY = '' } = process.env;

async function generateWithRunware(prompt: string, count = 1): Promise<readonly { imageURL: string }[]> {
  const response = await fetch(RUNWARE_API_URL, {
    method: 'POST',
    headers: { authorization: `Bearer ${RUNWARE_API_KEY}`, 'content-type': 'application/json' },
    body: JSON.stringify([
      {
        taskType: 'imageInference',
        numberResults: count,
        outputFormat: 'JPEG',
        includeCost: true,
        outputType: ['URL'],
        model: 'google:4@1',
        positivePrompt: prompt,
        taskUUID: randomUUID(),
      },
    ]),
  });
  const result = (await response.json()) as {
    data: { imageURL: string }[];
    errors?: { message: string }[];
  };
  const [error] = result.errors ?? [];
  if (error !== undefined) throw new Error(`Runware API Error: ${error.message}`);
  return result.data;
}

const client = new Client({ intents: [GatewayIntentBits.Guilds], rest: { api: DISCORD_API_URL } });
client.on('interactionCreate', async (interaction) => {
  if (!interaction.isChatInputCommand()) return;
  await interaction.deferReply();
  try {
    const pictures = await generateWithRunware(interaction.options.getString('prompt', true));
    await interaction.editReply({ files: pictures.map(({ imageURL }) => imageURL) });
  } catch (error) {
    await interaction.followUp({ content: String(error), flags: MessageFlags.Ephemeral });
  }
});
client.once('clientReady', async ({ application }) => {
  const prompt = { name: 'prompt', description: 'What to paint', type: 3, required: true } as const;
  await application.commands.set([{ name: 'imagine', description: 'Paints a picture', options: [prompt] }]);
  process.stdout.write(`${JSON.stringify({ msg: 'The plain bot is ready' })}\n`);
});
await client.login(DISCORD_TOKEN);
