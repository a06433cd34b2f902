import type { Config } from '../config/config.ts';
import { GenerationFailure } from '../core/failure.ts';
import type { AccountStatus } from '../core/image-model.ts';
import { toDollars } from '../core/money.ts';
import { RunwareImageModel } from '../core/runware/runware-image-model.ts';
import { createLog } from '../log.ts';
import { failed, ok, type Result, warning } from './finding.ts';

/** Whether the account can pay. Asks for the balance, which costs nothing; nothing is painted. */
export async function checkImageService(
  { runware, limits, discord, telegram }: Config,
  tools: { readonly fetch: typeof fetch; readonly signal: AbortSignal; readonly timeoutMs: number },
): Promise<Result> {
  if (runware === 'sandbox') {
    return discord === undefined && telegram === undefined
      ? ok('without RUNWARE_API_KEY the sandbox paints, for free: npm run imagine -- "a lighthouse at dawn"')
      : warning(
          'the sandbox paints, and no real model: put a key from https://runware.ai into RUNWARE_API_KEY for real pictures.',
        );
  }
  const model = new RunwareImageModel({
    url: runware.url,
    apiKey: runware.key,
    log: createLog({ level: 'silent', secrets: [] }),
    fetch: tools.fetch,
    limits: { askTimeoutMs: tools.timeoutMs },
  });
  try {
    return judge(await model.checkAccount(tools.signal), toDollars(limits.budgets.bot.day.micros));
  } catch (error) {
    if (!(error instanceof GenerationFailure)) throw error;
    return wordFailure(error);
  }
}

function judge({ balanceDollars }: AccountStatus, dayLimitDollars: number): Result {
  if (balanceDollars === undefined) return ok('Runware accepts the key; it does not tell the balance');
  const balance = `Runware accepts the key; the balance is $${balanceDollars.toFixed(2)}`;
  if (balanceDollars >= dayLimitDollars) return ok(balance);
  return warning(
    `${balance}, less than one day may cost (MAX_SPEND_PER_DAY_USD, $${dayLimitDollars}). Add funds at https://my.runware.ai.`,
  );
}

function wordFailure({ code }: GenerationFailure): Result {
  switch (code) {
    case 'provider-out-of-funds':
      return failed('the Runware account has no funds left. Add some at https://my.runware.ai.');
    case 'provider-key-rejected':
      return failed(
        'Runware does not accept RUNWARE_API_KEY. Make a new key at https://my.runware.ai and put it there.',
      );
    default:
      return failed(
        'Runware cannot be reached, or does not answer as it should. Look at the network of this machine, a firewall or proxy, and RUNWARE_API_URL; otherwise try again later.',
      );
  }
}
