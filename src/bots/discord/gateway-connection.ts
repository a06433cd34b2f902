/** The close code of an intent that has to be switched on in the developer portal first. */
export const intentsNotAllowed = 4014;

/** Close codes after which connecting again is pointless, with what they mean for the operator. */
export const refusals: Readonly<Record<number, string>> = {
  4004: 'the token is not valid',
  4010: 'the shard is not valid',
  4011: 'the bot is in too many servers for one shard',
  4012: 'the version of the gateway is not offered any more',
  4013: 'the intents are not valid',
  [intentsNotAllowed]: 'the intents are not allowed for this application',
};

/** Discord will not have the bot as it is: https://docs.discord.com/developers/topics/opcodes-and-status-codes */
export class GatewayRefused extends Error {
  override readonly name = 'GatewayRefused';
  /** The gateway's close code; 4004 as well when the REST interface did not accept the token. */
  readonly code: number;

  constructor(code: number) {
    super(`Discord refused the connection: ${refusals[code] ?? `close code ${code}`}`);
    this.code = code;
  }
}
