/**
 * Where Discord keeps what people send, and where it passes on pictures from elsewhere:
 * https://docs.discord.com/developers/reference#image-formatting,
 * https://docs.discord.com/developers/resources/message#embed-object
 */
export const discordFileOrigins = [
  'https://cdn.discordapp.com',
  'https://media.discordapp.net',
  'https://images-ext-1.discordapp.net',
  'https://images-ext-2.discordapp.net',
] as const;
