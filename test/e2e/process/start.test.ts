import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import Sqlite from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openSqliteStorage } from '../../../src/core/storage/open-storage.ts';
import type { Message } from '../../fakes/discord/message.ts';
import type { World } from '../support/easel-under-test.ts';
import { createWorld } from '../support/easel-under-test.ts';
import type { RunningProgram } from './running-program.ts';
import { startNode, startNpm } from './running-program.ts';

/** A signal after this long is meant: it does not come from one Ctrl-C that arrives twice. */
const impatienceMs = 2_100;

const onePicture = ({ visibleAttachments }: Message) => visibleAttachments.length === 1;

describe('npm start', () => {
  let world: World;
  const programs: RunningProgram[] = [];

  beforeEach(async () => {
    world = await createWorld();
  });
  afterEach(async () => {
    const { apiKey } = world.runware;
    const secrets = [world.discord.token, world.telegram.token, apiKey];
    const leaks = programs.filter(({ stdout, stderr }) =>
      secrets.some((secret) => `${stdout}${stderr}`.includes(secret)),
    );
    await Promise.all(programs.splice(0).map((program) => program.dispose()));
    await world.close();
    expect(leaks.map(({ stdout, stderr }) => `${stdout}${stderr}`)).toEqual([]);
  });

  function start(changes: Readonly<Record<string, string>> = {}): RunningProgram {
    const environment = { ...world.environment, ...changes };
    const program = startNode('src/main.ts', { environment });
    programs.push(program);
    return program;
  }
  function npmStart(environment: Readonly<Record<string, string>> = {}): RunningProgram {
    const program = startNpm(['start'], { environment });
    programs.push(program);
    return program;
  }
  async function ready(program: RunningProgram): Promise<string> {
    await program.waitForLog('Easel is ready');
    const { url } = await program.waitForLog('the status server listens');
    return String(url);
  }
  function ask(prompt = 'a lighthouse at dawn') {
    return world.discord
      .person({ name: 'Ada', locale: 'en-US' })
      .slash({ command: 'imagine', options: { prompt } });
  }
  function expectNoViolations(): void {
    expect(world.discord.violations).toEqual([]);
    expect(world.telegram.violations).toEqual([]);
    expect(world.runware.violations).toEqual([]);
  }

  describe('cannot start, and says why', () => {
    test('without a token, and without the playground: what is missing, and how to try', async () => {
      const program = npmStart({ PLAYGROUND: 'off' });
      expect((await program.ended()).code).toBe(78);
      expect(program.stderr).toContain('DISCORD_TOKEN');
      expect(program.stderr).toContain('TELEGRAM_TOKEN');
      expect(program.stderr).toContain('npm run imagine -- ');
    });

    test('with a playground that others could reach without a password', async () => {
      const program = start({ DISCORD_TOKEN: '', TELEGRAM_TOKEN: '', HTTP_HOST: '0.0.0.0' });
      expect((await program.ended()).code).toBe(78);
      expect(program.stderr).toContain('PLAYGROUND_PASSWORD: expected a password');
    });

    test('with faults in the configuration: all of them', async () => {
      const program = start({ MAX_RUNNING: '0', HTTP_PORT: 'web', RUNWARE_API_KEY: '' });
      expect((await program.ended()).code).toBe(78);
      expect(program.stderr).toContain('MAX_RUNNING: expected');
      expect(program.stderr).toContain('HTTP_PORT: expected');
      expect(program.stderr).toContain('RUNWARE_API_KEY: expected');
    });

    test('with a token that Discord does not know', async () => {
      const program = start({ DISCORD_TOKEN: 'no-token-of-this-bot', TELEGRAM_TOKEN: '' });
      expect((await program.ended()).code).toBe(78);
      expect(program.stderr).toContain('DISCORD_TOKEN: Discord refused the connection');
      expect(`${program.stdout}${program.stderr}`).not.toContain('no-token-of-this-bot');
    });

    test('with a token that Telegram does not know', async () => {
      const token = '123456:no-token-of-this-bot';
      const program = start({ TELEGRAM_TOKEN: token, DISCORD_TOKEN: '' });
      expect((await program.ended()).code).toBe(78);
      expect(program.stderr).toContain('TELEGRAM_TOKEN: Telegram does not accept it');
      expect(`${program.stdout}${program.stderr}`).not.toContain(token);
    });

    test('with a port that another program has', async () => {
      const other = createServer();
      await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
      const address = other.address();
      const port = typeof address === 'object' && address !== null ? String(address.port) : '';
      const program = start({ HTTP_PORT: port });
      expect((await program.ended()).code).toBe(78);
      expect(program.stderr).toContain(`HTTP_PORT: port ${port} of 127.0.0.1 is taken by another program`);
      await new Promise((resolve) => other.close(resolve));
    });

    test('with a place for its data that cannot be written to', async () => {
      const database = start({ DATABASE_URL: join(process.execPath, 'easel.sqlite') });
      expect((await database.ended()).code).toBe(78);
      expect(database.stderr).toContain('DATABASE_URL: ');

      const pictures = start({ PICTURES_URL: process.execPath });
      expect((await pictures.ended()).code).toBe(78);
      expect(pictures.stderr).toContain('PICTURES_URL: ');
    });

    test('with a database that a newer release has written', async () => {
      const path = world.environment.DATABASE_URL ?? '';
      await (await openSqliteStorage(path)).close();
      const database = new Sqlite(path);
      database.exec(`insert into migrations values ('9999-later', '2999-01-01')`);
      database.close();
      const program = start();
      expect((await program.ended()).code).toBe(78);
      expect(program.stderr).toContain('a newer Easel has written');
    });

    test('while another process works with the same database', async () => {
      await ready(start());
      const second = start();
      expect((await second.ended()).code).toBe(75);
      expect(second.stderr).toContain('Another Easel is at work with');
      expect(second.stderr).toContain('DATABASE_URL');
    });
  });

  test('without a token it opens the playground, and says where', async () => {
    const { DATABASE_URL = '', PICTURES_URL = '' } = world.environment;
    const program = npmStart({ DATABASE_URL, PICTURES_URL, HTTP_PORT: '0' });
    const [, url = ''] = await program.waitForText(/Easel can be tried at (\S+)/, 'where it can be tried');
    expect(await (await fetch(url)).text()).toContain('<title>Easel</title>');
    program.signal('SIGTERM');
    expect((await program.ended()).code).toBe(0);
  });

  test('is ready on both platforms, and paints', async () => {
    const program = start();
    const url = await ready(program);
    expect((await fetch(`${url}/health/ready`)).status).toBe(200);

    await ask().waitForMessage(onePicture, 'the picture on Discord');
    const ada = world.telegram.person({ name: 'Ada', languageCode: 'en', startedBot: true });
    ada.privateChat().sendText('/imagine a fox');
    await ada.privateChat().waitForMessage(({ photo }) => photo !== undefined, 'the picture on Telegram');
    expect(world.runware.ledger.entries.map(({ prompt }) => prompt)).toEqual([
      'a lighthouse at dawn',
      'a fox',
    ]);
    program.signal('SIGTERM');
    expect(await program.ended()).toEqual({ code: 0, signal: null });
    expect(program.stderr).toBe('');
    expectNoViolations();
  });

  test('a signal to npm reaches it: what runs is finished, and it ends with 0', async () => {
    const program = npmStart(world.environment);
    await ready(program);
    const hold = world.runware.hold();
    const asked = ask();
    await hold.arrived;
    program.signal('SIGTERM');
    await program.waitForLog('stopping');
    hold.release();
    await asked.waitForMessage(onePicture, 'the picture');
    expect((await program.ended()).code).toBe(0);
    expectNoViolations();
  });

  test('two signals at once are one, as Ctrl-C through npm sends them', async () => {
    const program = start();
    await ready(program);
    const hold = world.runware.hold();
    const asked = ask();
    await hold.arrived;
    program.signal('SIGINT');
    await program.waitForLog('stopping');
    program.signal('SIGINT');
    hold.release();
    await asked.waitForMessage(onePicture, 'the picture');
    expect(await program.ended()).toEqual({ code: 0, signal: null });
  });

  test('a second signal after a while ends it at once, and the next start goes on unpaid', async () => {
    const first = start();
    await ready(first);
    const hold = world.runware.hold();
    const asked = ask();
    await hold.arrived;
    first.signal('SIGTERM');
    await first.waitForLog('stopping');
    // The passing of time itself is what the signal is judged by.
    await wait(impatienceMs);
    first.signal('SIGTERM');
    expect(await first.ended()).toEqual({ code: 1, signal: null });

    start();
    hold.release();
    await asked.waitForMessage(onePicture, 'the picture');
    expect(world.runware.ledger.entries).toMatchObject([{ painted: 1, pictures: 1 }]);
  });

  test('killed in a paid call, the next start brings the picture, paid once', async () => {
    const first = start();
    await ready(first);
    const hold = world.runware.hold();
    const asked = ask();
    const { taskUUID } = await hold.arrived;
    first.signal('SIGKILL');
    await first.ended();

    const second = start();
    await ready(second);
    hold.release();
    const message = await asked.waitForMessage(onePicture, 'the picture');
    const [bytes = Buffer.alloc(0)] = world.discord.pictures(message);
    expect(await world.runware.whosePicture(bytes)).toEqual({ taskUUID, index: 0 });
    expect(world.runware.ledger.entries).toMatchObject([{ taskUUID, painted: 1, pictures: 1 }]);
    second.signal('SIGTERM');
    expect((await second.ended()).code).toBe(0);
    expectNoViolations();
  });

  test('a token that is revoked later is said, and the other platform goes on', async () => {
    const program = start();
    const url = await ready(program);
    world.telegram.fail({ kind: 'unauthorized', on: 'getUpdates', times: 1_000 });
    world.telegram.cutConnections();
    await program.waitForText(/does not accept TELEGRAM_TOKEN/, 'a line about the token');
    const health = await fetch(`${url}/health/ready`);
    expect(health.status).toBe(503);
    expect(await health.json()).toMatchObject({
      parts: [
        { name: 'discord', state: 'connected' },
        { name: 'telegram', state: 'refused', reason: expect.stringContaining('TELEGRAM_TOKEN') },
      ],
    });
    await ask().waitForMessage(onePicture, 'the picture on Discord');
    expect(program.isOver).toBe(false);
  });

  test('a fault that nobody knows ends it with a line in the log, without secrets', async () => {
    const fault = `process.on('SIGUSR2', () => { throw new Error(process.env.TELEGRAM_TOKEN); })`;
    const program = start({ NODE_OPTIONS: `--import="data:text/javascript,${encodeURIComponent(fault)}"` });
    await ready(program);
    program.signal('SIGUSR2');
    expect(await program.ended()).toEqual({ code: 1, signal: null });
    expect(program.log.at(-1)).toMatchObject({ level: 'error', error: { message: '[secret]' } });
    expect(program.stderr).toBe('');
  });
});
