import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { AppOptions } from '../../src/app.ts';
import { type LocalServer, serveHttp } from '../core/untrusted-fetch/local-server.ts';
import type { EaselUnderTest, World } from './support/easel-under-test.ts';
import { createWorld, startEasel } from './support/easel-under-test.ts';
import { encode, quarteredPicture } from './support/painted-picture.ts';
import { expectReceived } from './support/received-references.ts';

const link = 'http://pictures.example.org/tower.png';
const picture = quarteredPicture(3);

describe('a link to a picture, end to end', () => {
  let world: World;
  let easel: EaselUnderTest;
  let site: LocalServer;
  /** What the site answers with: the picture, or a way to somewhere else. */
  let redirectTo: string | undefined;

  beforeEach(async () => {
    redirectTo = undefined;
    const bytes = await encode(picture, 'png');
    site = await serveHttp((_request, response) => {
      if (redirectTo === undefined) response.setHeader('Content-Type', 'image/png').end(bytes);
      else response.writeHead(302, { Location: redirectTo }).end();
    });
    world = await createWorld();
    easel = await startEasel(world.environment, { internet: internetOf(site) });
  });
  afterEach(async () => {
    await easel.app.stop();
    await world.close();
    await site.close();
  });

  test('on Discord, by the option', async () => {
    const ada = world.discord.person({ name: 'Ada' });
    const imagine = ada.slash({ command: 'imagine', options: { prompt: 'as a stamp', link } });
    await imagine.waitForMessage(({ visibleAttachments }) => visibleAttachments.length === 1, 'a picture');
    await expectReceived(world.runware, { prompt: 'as a stamp', pictures: [picture] });
    expect(world.runware.violations).toEqual([]);
    expect(site.paths).toEqual(['/tower.png']);
    expect(world.discord.violations).toEqual([]);
  });

  test('on Discord, behind what is attached', async () => {
    const ada = world.discord.person({ name: 'Ada' });
    const attached = quarteredPicture(5);
    const image = { filename: '5.png', bytes: await encode(attached), contentType: 'image/png' };
    const imagine = ada.slash({ command: 'imagine', options: { link, prompt: 'as a stamp', image } });
    await imagine.waitForMessage(({ visibleAttachments }) => visibleAttachments.length === 1, 'a picture');
    await expectReceived(world.runware, { prompt: 'as a stamp', pictures: [attached, picture] });
  });

  test.each(['--link', '--image', '--url', '-l'])('on Telegram, by the flag %s', async (flag) => {
    const chat = world.telegram.person({ name: 'Alice', startedBot: true }).privateChat();
    chat.sendText(`/imagine as a stamp ${flag} ${link}`);
    await chat.waitForMessage(({ photo }) => photo !== undefined, 'the picture');
    await expectReceived(world.runware, { prompt: 'as a stamp', pictures: [picture] });
    expect(world.runware.violations).toEqual([]);
    expect(world.telegram.violations).toEqual([]);
  });

  test.each([
    'http://127.0.0.1/secret',
    'http://169.254.169.254/latest/meta-data/',
    'http://[::ffff:10.0.0.1]/',
    'http://localhost/',
    'file:///etc/passwd',
  ])('one that leads on to %s is refused in words, and costs nothing', async (target) => {
    redirectTo = target;
    const chat = world.telegram.person({ name: 'Alice', startedBot: true }).privateChat();
    chat.sendText(`/imagine as a stamp --link ${link}`);
    await chat.waitForMessage(({ text = '' }) => text.includes('not one I may fetch from'), 'the refusal');
    expect(site.paths).toEqual(['/tower.png']);
    expect(world.runware.tasks).toEqual([]);
  });
});

/** Every name has a public address, and whoever connects to it reaches this server. */
function internetOf(site: LocalServer): AppOptions['internet'] {
  return {
    lookup: async () => [{ address: '93.184.215.14', family: 4 }],
    dial: () => connect(site.port, '127.0.0.1'),
  };
}
