import { readdir, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parseConfig } from '../../../src/config/parse-config.ts';
import { openSqliteStorage } from '../../../src/core/storage/open-storage.ts';
import { createBackup } from '../../../src/create-backup.ts';
import { createRestoredData } from '../../../src/create-restored-data.ts';
import { damage } from '../../core/storage/damage.ts';
import type { Message } from '../../fakes/discord/message.ts';
import type { World } from '../support/easel-under-test.ts';
import { createWorld } from '../support/easel-under-test.ts';
import type { RunningProgram } from './running-program.ts';
import { startNode, startNpm } from './running-program.ts';

const onePicture = ({ visibleAttachments }: Message) => visibleAttachments.length === 1;

describe('npm run backup and npm run restore', () => {
  let world: World;
  let database: string;
  let data: string;
  let folder: string;
  const programs: RunningProgram[] = [];

  beforeEach(async () => {
    world = await createWorld();
    database = world.environment.DATABASE_URL ?? '';
    data = dirname(database);
    folder = `${data}-backup`;
  });
  afterEach(async () => {
    await Promise.all(programs.splice(0).map((program) => program.dispose()));
    await world.close();
    await rm(folder, { recursive: true, force: true });
  });

  function run(file: string, ...words: readonly string[]): RunningProgram {
    const program = startNode(`src/${file}.ts`, { words, environment: world.environment });
    programs.push(program);
    return program;
  }
  async function startBot(): Promise<RunningProgram> {
    const program = run('main');
    await program.waitForLog('Easel is ready');
    return program;
  }
  function ask(prompt: string) {
    return world.discord
      .person({ name: 'Ada', locale: 'en-US' })
      .slash({ command: 'imagine', options: { prompt } });
  }

  test('bring everything back, and nothing old is painted, paid or delivered again', async () => {
    const bot = await startBot();
    await ask('a fox').waitForMessage(onePicture, 'the picture of the fox');
    const hold = world.runware.hold();
    ask('a lighthouse');
    const { taskUUID } = await hold.arrived;

    const backup = startNpm(['run', 'backup', '--', folder], { environment: world.environment });
    programs.push(backup);
    expect((await backup.ended()).code).toBe(0);
    expect(backup.stdout).toContain('requests: 2, pictures: 1');
    const refused = run('restore', folder, '--replace');
    expect((await refused.ended()).code).toBe(75);
    expect(refused.stderr).toContain('Stop it first');

    bot.signal('SIGKILL');
    await bot.ended();
    hold.release();
    await rm(join(data, 'pictures'), { recursive: true });
    await rm(database);
    const restore = run('restore', folder);
    expect((await restore.ended()).code).toBe(0);
    expect(restore.stdout).toContain('Unfinished requests that were ended: 1');

    const sentBefore = world.runware.ledger.entries.length;
    const again = await startBot();
    await ask('an owl').waitForMessage(onePicture, 'the picture of the owl');
    expect(world.runware.ledger.entries.slice(sentBefore).map(({ prompt }) => prompt)).toEqual(['an owl']);
    expect(world.discord.violations).toEqual([]);
    again.signal('SIGTERM');
    expect((await again.ended()).code).toBe(0);

    const storage = await openSqliteStorage(database);
    const rows = await storage.transaction(({ generations }) => generations.list({ limit: 9 }));
    await storage.close();
    expect(rows.map(({ state }) => state)).toEqual(['delivered', 'expired', 'delivered']);
    expect(rows[1]?.id).toBe(taskUUID);
  });

  test('say what is wrong with their words, and change nothing', async () => {
    for (const [file, words, expected] of [
      ['backup', [], 'Name the folder'],
      ['restore', [folder, 'and-more'], 'Name one folder'],
      ['restore', [folder, '--force'], 'I do not know --force'],
    ] as const) {
      const program = run(file, ...words);
      expect((await program.ended()).code, file).toBe(64);
      expect(program.stderr).toContain(expected);
    }
    const help = run('restore', '--help');
    expect((await help.ended()).code).toBe(0);
    expect(help.stdout).toContain('--replace');
  });

  test('refuse what they cannot do, in words and by their exit codes', async () => {
    const nothing = run('backup', folder);
    expect((await nothing.ended()).code).toBe(78);
    expect(nothing.stderr).toContain('nothing to copy');

    await (await openSqliteStorage(database)).close();
    const taken = run('backup', data);
    expect((await taken.ended()).code).toBe(73);
    expect(taken.stderr).toContain('exists already');

    const unusable = run('restore', data, '--replace');
    expect((await unusable.ended()).code).toBe(65);
    expect(unusable.stderr).toContain('manifest.json');
    expect((await run('restore', folder).ended()).code).toBe(73);

    await damage(database);
    const damaged = run('backup', folder);
    expect((await damaged.ended()).code).toBe(65);
    expect(damaged.stderr).toContain('is damaged');
    const left = (await readdir(dirname(folder))).filter((name) => name.startsWith(basename(folder)));
    expect(left).toEqual([]);
  });

  test('of PostgreSQL are left to its own tools, without showing the password', async () => {
    const url = 'postgres://easel:sesame@127.0.0.1:1/easel';
    const config = { ...parseConfig({}), database: { kind: 'postgres', url } } as const;
    const onPicture = () => {};
    const { signal } = new AbortController();
    const backup = createBackup(config, { folder, onPicture, signal });
    await expect(backup).rejects.toMatchObject({ exitCode: 78, message: expect.stringContaining('pg_dump') });
    await expect(backup).rejects.not.toMatchObject({ message: expect.stringContaining('sesame') });
    await expect(createRestoredData(config, { folder, replaces: false, onPicture })).rejects.toMatchObject({
      exitCode: 78,
      message: expect.stringContaining('pg_restore'),
    });
  });

  describe('npm start afterwards', () => {
    beforeEach(async () => {
      await (await openSqliteStorage(database)).close();
    });
    async function expectRefusal(words: string): Promise<void> {
      const bot = run('main');
      expect(await bot.ended()).toEqual({ code: 78, signal: null });
      expect(bot.stderr).toContain(words);
      expect(bot.stderr).toContain('npm run restore -- FOLDER');
    }

    test('refuses a damaged database, and points to the backup', async () => {
      await damage(database);
      await expectRefusal('is damaged');
    });

    test('refuses a file that is no database', async () => {
      await writeFile(database, 'Dear diary, '.repeat(100));
      await expectRefusal('is damaged, or no database');
    });

    test('refuses the copy in a backup as it is', async () => {
      expect((await run('backup', folder).ended()).code).toBe(0);
      await rm(database);
      world = { ...world, environment: { ...world.environment, DATABASE_URL: join(folder, 'easel.sqlite') } };
      await expectRefusal('is a copy');
    });
  });
});
