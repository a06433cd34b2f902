import { createApp } from '../src/app.ts';
import { parseConfig } from '../src/config.ts';
import { openMeasuredWorld } from './measured-world.ts';
import type { Measurement } from './measurement.ts';
import { summaryMs } from './percentile.ts';
import { silentLog } from './silent-log.ts';

const rounds = 50;

/** What Easel itself adds between the image service's answer and the picture in the chat. */
export const pictureDelivery: Measurement = {
  name: 'picture-delivery',
  about:
    'From the moment the image service answers until Discord has the picture: download, check, durable storage, upload. ' +
    'One picture of 64 x 64 at a time; the fakes make, serve and check it in the same process.',
  run: async () => {
    const world = await openMeasuredWorld();
    const app = await createApp(parseConfig(world.environment), { log: silentLog, stopGraceMs: 0 });
    try {
      await app.start();
      const person = world.discord.person({ name: 'Ada' });
      const took: number[] = [];
      for (let round = 0; round < rounds; round += 1) {
        const hold = world.runware.hold();
        const asked = person.slash({ command: 'imagine', options: { prompt: `picture ${round}` } });
        await hold.arrived;
        const answeredAtMs = performance.now();
        hold.release();
        await asked.waitForMessage(
          ({ visibleAttachments }) => visibleAttachments.length === 1,
          'the picture',
        );
        took.push(performance.now() - answeredAtMs);
      }
      return [{ pictures: rounds, ...summaryMs(took), violations: world.discord.violations.length }];
    } finally {
      await app.stop();
      await world.close();
    }
  },
};
