import { BotApiError, violation } from './bot-api-error.ts';
import { botApiSchema } from './bot-api-schema.ts';
import { implementedMethods } from './implemented-methods.ts';
import type { MethodCall } from './method-call.ts';
import { type SchemaFault, validateFields, validateValue } from './schema-validation.ts';

type Handler = (parameters: Record<string, unknown>, call: MethodCall) => unknown;

// Method names are case-insensitive (https://core.telegram.org/bots/api#making-requests).
const namesByLowerCase = new Map(Object.keys(botApiSchema.methods).map((name) => [name.toLowerCase(), name]));

// The schema check makes the parameters what each handler declares, which no type can express for a name in a string.
const handlers = new Map(Object.entries(implementedMethods as unknown as Record<string, Handler>));

// What these would change is not modelled, and an answer that ignores them would be a lie.
const unsupportedParameters = [
  'business_connection_id',
  'direct_messages_topic_id',
  'ephemeral_message_parameters',
  'suggested_post_parameters',
  'rich_message',
];

// Telegram's words for what is missing most often; all of them from the official server and TDLib
// (https://github.com/tdlib/telegram-bot-api, https://github.com/tdlib/td).
const missingWords: Readonly<Record<string, string>> = {
  chat_id: 'chat_id is empty',
  text: 'message text is empty',
  photo: 'there is no photo in the request',
  document: 'there is no document in the request',
  message_id: 'message identifier is not specified',
  message_ids: 'message identifiers are not specified',
  file_id: 'file_id not specified',
  inline_query_id: 'query is too old and response timeout expired or query ID is invalid',
  callback_query_id: 'query is too old and response timeout expired or query ID is invalid',
};

/** The documented spelling of a method's name; `undefined` when there is no such method. */
export function findMethodName(name: string): string | undefined {
  return namesByLowerCase.get(name.toLowerCase());
}

/** Checks a call against the schema, carries it out and checks the answer too. Throws `BotApiError`. */
export async function dispatch(
  method: string,
  parameters: Record<string, unknown>,
  call: MethodCall,
): Promise<unknown> {
  const schema = botApiSchema.methods[method];
  if (schema === undefined) throw new BotApiError({ code: 404, description: 'Not Found: method not found' });
  if (!isWellFormed(parameters)) throw violation('strings must be encoded in UTF-8');
  const [fault] = validateFields({
    fields: schema.parameters,
    value: parameters,
    path: '',
    typeName: method,
  });
  if (fault !== undefined) throw violation(describeFault(fault));
  const handler = handlers.get(method);
  if (handler === undefined) throw violation(`the fake does not implement ${method}`);
  const unsupported = unsupportedParameters.find((name) => parameters[name] !== undefined);
  if (unsupported !== undefined) throw violation(`the fake does not support ${unsupported}`);
  const result = await handler(parameters, call);
  checkResult(method, result);
  return result;
}

function isWellFormed(value: unknown): boolean {
  if (typeof value === 'string') return value.isWellFormed();
  if (typeof value !== 'object' || value === null) return true;
  return Object.values(value).every(isWellFormed);
}

function describeFault({ kind, path, reason }: SchemaFault): string {
  if (kind === 'missing') return missingWords[path] ?? `parameter "${path}" is required: ${reason}`;
  // Telegram ignores names it does not know; here they are refused because they are always mistakes.
  if (kind === 'unknown') return `unknown parameter "${path}": ${reason}`;
  if (path.startsWith('reply_markup'))
    return `can't parse reply keyboard markup JSON object: ${path}: ${reason}`;
  return `can't parse ${path}: ${reason}`;
}

/** Guards the fake itself: an answer that Telegram could not give is a mistake in here. */
function checkResult(method: string, result: unknown): void {
  const returns = botApiSchema.methods[method]?.returns;
  if (returns === undefined) return;
  const [fault] = validateValue({ type: returns, value: result, path: 'result' });
  if (fault !== undefined)
    throw new Error(`The fake's ${method} answers wrongly: ${fault.path}: ${fault.reason}`);
}
