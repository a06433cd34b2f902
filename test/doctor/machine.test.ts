import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openSqliteStorage } from '../../src/core/storage/open-storage.ts';
import type { Verdict } from '../../src/doctor/finding.ts';
import { damage } from '../core/storage/damage.ts';
import type { World } from '../e2e/support/easel-under-test.ts';
import { createWorld } from '../e2e/support/easel-under-test.ts';
import { examine, expectFinding } from './support/examine.ts';

describe('the doctor', () => {
  let world: World;
  let database: string;
  const cleanups: (() => Promise<unknown>)[] = [];

  beforeEach(async () => {
    world = await createWorld();
    database = world.environment.DATABASE_URL ?? '';
  });
  afterEach(async () => {
    for (const clean of cleanups.splice(0).reverse()) await clean();
    await world.close();
  });

  /** A port that somebody else has. */
  async function occupyPort(): Promise<number> {
    const server = createServer((socket) => socket.destroy());
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    cleanups.push(() => new Promise((resolve) => server.close(resolve)));
    const address = server.address();
    return typeof address === 'object' && address !== null ? address.port : 0;
  }

  describe('of the database', () => {
    const make = async () => (await openSqliteStorage(database)).close();
    const change = (work: (file: Sqlite.Database) => void) => {
      const file = new Sqlite(database);
      work(file);
      file.close();
    };

    test.each<[string, () => Promise<void>, [Verdict, RegExp]]>([
      ['one that is sound', make, ['ok', /is sound, schema \d{4}/]],
      [
        'one that is damaged',
        async () => {
          await make();
          await damage(database);
        },
        ['failed', /is damaged.+npm run restore/],
      ],
      [
        'one that is damaged where nobody happens to look',
        async () => {
          await make();
          const file = new Sqlite(database);
          const root = file
            .prepare("select rootpage from sqlite_schema where name = 'favourites'")
            .pluck()
            .get();
          const size = Number(file.pragma('page_size', { simple: true }));
          file.close();
          const bytes = await readFile(database);
          bytes.fill(0xab, (Number(root) - 1) * size, Number(root) * size);
          await writeFile(database, bytes);
        },
        ['failed', /is damaged/],
      ],
      [
        'what is no database',
        () => writeFile(database, 'Dear diary, '.repeat(100)),
        ['failed', /is damaged, or no/],
      ],
      [
        'one of a newer release',
        async () => {
          await make();
          change((file) => file.exec("insert into migrations values ('9999-future', '2030-01-01')"));
        },
        ['failed', /newer Easel \(9999-future\)/],
      ],
      [
        'one of an older release',
        async () => {
          await make();
          change((file) => file.exec("delete from migrations where name >= '0008'"));
        },
        ['ok', /schema 0007-settings, the next start adds 0008-gallery/],
      ],
      [
        'a copy',
        async () => {
          await make();
          change((file) => file.pragma('user_version = -1'));
        },
        ['failed', /is a copy.+npm run restore/],
      ],
      ['a folder in its place', () => mkdir(database).then(() => {}), ['failed', /cannot be used/]],
    ])('tells %s', async (_, prepare, expected) => {
      await prepare();
      expectFinding(await examine(world.environment), 'Database', expected);
    });

    test('leaves no trace beside it', async () => {
      await make();
      const before = await readdir(dirname(database));
      await examine(world.environment);
      expect(await readdir(dirname(database))).toEqual(before);
    });
  });

  describe('of the disk', () => {
    test('tells that nothing can be written', async () => {
      const file = join(dirname(database), 'a-file');
      await writeFile(file, '');
      const findings = await examine({
        ...world.environment,
        PICTURES_URL: file,
        DATABASE_URL: join(file, 'easel.sqlite'),
      });
      expectFinding(findings, 'Pictures', ['failed', /nothing can be written to .+ \(E\w+\)/]);
      expectFinding(findings, 'Database', ['failed', /cannot be used \(E\w+\)/]);
    });

    test('writes into a folder that is there, and clears up', async () => {
      const folder = join(dirname(database), 'kept');
      await mkdir(folder);
      const findings = await examine({ ...world.environment, PICTURES_URL: folder });
      expectFinding(findings, 'Pictures', ['ok', /kept can be written to; 50\.0 GB free/]);
      expect(await readdir(folder)).toEqual([]);
    });

    test.each([
      [500e6, 'warning'],
      [50e6, 'failed'],
    ] as const)('tells that %d bytes are little', async (bytes, verdict) => {
      const findings = await examine(world.environment, { readFreeBytes: async () => bytes });
      expectFinding(findings, 'Pictures', [verdict, /0\.\d GB free\. Make room/]);
      expectFinding(findings, 'Database', [verdict, /0\.\d GB free\. Make room/]);
    });
  });

  test.each([
    ['24.0.0', 'ok'],
    ['22.19.0', 'ok'],
    ['22.18.9', 'failed'],
    ['26.1.0', 'ok'],
    ['27.0.0', 'ok'],
    ['25.9.0', 'failed'],
    ['20.19.5', 'failed'],
  ] as const)('tells of Node %s that it is %s', async (version, verdict) => {
    const node = { version, supported: '^22.19.0 || ^24.0.0 || >=26.0.0' };
    expectFinding(await examine(world.environment, { node }), 'Node', [verdict, new RegExp(`^${version}`)]);
  });

  test('tells of a port that another program has, and of an address that is not of this machine', async () => {
    const port = await occupyPort();
    const taken = await examine({ ...world.environment, HTTP_PORT: `${port}` });
    expectFinding(taken, 'Status port', ['failed', /taken by another program/]);
    // Reserved for documentation, so it belongs to no machine: https://www.rfc-editor.org/rfc/rfc5737
    const foreign = await examine({ ...world.environment, HTTP_HOST: '192.0.2.1', HTTP_PORT: `${port}` });
    expectFinding(foreign, 'Status port', ['failed', /EADDRNOTAVAIL.+HTTP_HOST/]);
  });

  test('tells of models that cannot be read', async () => {
    const path = join(dirname(database), 'models.json');
    await writeFile(path, '{"models": 1}');
    const findings = await examine({ ...world.environment, MODELS_FILE: path });
    expectFinding(findings, 'Models', ['failed', /^MODELS_FILE \(/]);
  });

  test('tells of words that cannot be read', async () => {
    const path = join(dirname(database), 'words.json');
    await writeFile(path, '{"entries": 1}');
    const findings = await examine({ ...world.environment, WORDS_FILE: path });
    expectFinding(findings, 'Words', ['failed', /^WORDS_FILE \(.+entries/]);
  });
});
