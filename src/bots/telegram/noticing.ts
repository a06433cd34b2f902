import type { OnUncertain, UncertainStep } from '../uncertain-step.ts';
import { isFailure } from './telegram-call-failed.ts';

/** Sends something that Telegram cannot recognise when it comes again, and tells when nobody knows whether it arrived. */
export async function noticing<Result>(
  step: UncertainStep,
  onUncertain: OnUncertain | undefined,
  send: () => Promise<Result>,
): Promise<Result> {
  try {
    return await send();
  } catch (error) {
    if (isFailure(error, 'unanswered')) onUncertain?.(step);
    throw error;
  }
}
