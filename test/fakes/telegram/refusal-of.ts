import { GrammyError } from 'grammy';

/** The description of the failure that a call ends with; throws when it succeeds or fails in another way. */
export async function refusalOf(call: Promise<unknown>): Promise<string> {
  try {
    await call;
  } catch (error) {
    if (error instanceof GrammyError) return `${error.error_code} ${error.description}`;
    throw error;
  }
  throw new Error('Expected the call to be refused, but it succeeded');
}
