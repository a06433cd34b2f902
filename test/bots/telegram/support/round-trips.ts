import type { FakeTelegram } from '../../../fakes/telegram/start-fake-telegram.ts';

/** Resolves when a call that was already on its way to the fake would have been seen there. */
export async function roundTrips({ url, token }: FakeTelegram, times = 5): Promise<void> {
  for (let trip = 0; trip < times; trip += 1) await (await fetch(`${url}/bot${token}/getMe`)).json();
}
