import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { parseConfig } from '../../src/config/parse-config.ts';
import { createBackup } from '../../src/create-backup.ts';
import { createRestoredData } from '../../src/create-restored-data.ts';
import { examine, expectFinding } from '../doctor/support/examine.ts';
import type { FakeS3 } from '../fakes/s3/fake-s3.ts';
import { startFakeS3 } from '../fakes/s3/fake-s3.ts';
import type { EaselUnderTest, World } from './support/easel-under-test.ts';
import { createWorld, startEasel } from './support/easel-under-test.ts';

let world: World;
let s3: FakeS3;
let folder: string;
let environment: Record<string, string>;
let easel: EaselUnderTest | undefined;

beforeEach(async () => {
  [world, s3, folder] = await Promise.all([
    createWorld(),
    startFakeS3(),
    mkdtemp(join(tmpdir(), 'easel-bucket-')),
  ]);
  environment = {
    ...world.environment,
    PICTURES_URL: `s3://${s3.bucket}/easel`,
    PICTURES_ENDPOINT: s3.url,
    PICTURES_REGION: s3.credentials.region,
    PICTURES_ACCESS_KEY_ID: s3.credentials.accessKeyId,
    PICTURES_SECRET_ACCESS_KEY: s3.credentials.secretAccessKey,
  };
});
afterEach(async () => {
  await easel?.app.stop();
  easel = undefined;
  expect(world.discord.violations).toEqual([]);
  expect(s3.violations).toEqual([]);
  await Promise.all([world.close(), s3.close(), rm(folder, { recursive: true })]);
});

async function paint(prompt: string): Promise<void> {
  const imagine = world.discord
    .person({ name: 'Ada', locale: 'en-US' })
    .slash({ command: 'imagine', options: { prompt } });
  await imagine.waitForMessage(({ visibleAttachments }) => visibleAttachments.length === 1, prompt);
}

test('a picture lives in the bucket, also while that is busy, and comes back from a backup', async () => {
  easel = await startEasel(environment);
  await paint('a fox');
  s3.fail({ how: { status: 503, code: 'SlowDown' }, times: 2 });
  await paint('an owl');
  const kept = [...s3.objects.keys()];
  expect(kept).toEqual(Array(2).fill(expect.stringMatching(/^easel\/[\w-]+\/result-0$/)));

  const config = parseConfig(environment);
  const backup = { folder: join(folder, 'backup'), onPicture: () => {} };
  const manifest = await createBackup(config, { ...backup, signal: new AbortController().signal });
  expect(manifest).toMatchObject({ pictures: [{}, {}], missingPictures: [] });
  await easel.app.stop();
  easel = undefined;

  s3.objects.clear();
  const elsewhere = { ...config, database: { kind: 'sqlite', path: join(folder, 'new.sqlite') } } as const;
  const restored = await createRestoredData(elsewhere, { ...backup, replaces: false });
  expect(restored).toMatchObject({ keptAside: [], manifest: { generationCount: 2 } });
  expect([...s3.objects.keys()].toSorted()).toEqual(kept.toSorted());
});

test('a bucket that takes nothing ends the start in words, which the doctor has, too', async () => {
  const wrong = { ...environment, PICTURES_SECRET_ACCESS_KEY: 'another-secret-than-it-has' };
  await expect(startEasel(wrong)).rejects.toMatchObject({
    exitCode: 78,
    message: expect.stringMatching(/^PICTURES_ACCESS_KEY_ID: .+403 SignatureDoesNotMatch/),
  });
  expectFinding(await examine(wrong), 'Pictures', ['failed', /SignatureDoesNotMatch/]);
  const elsewhere = { ...environment, PICTURES_URL: 's3://no-such-bucket' };
  expectFinding(await examine(elsewhere), 'Pictures', ['failed', /there is no bucket no-such-bucket/]);
  expectFinding(await examine(environment), 'Pictures', ['ok', /takes pictures/]);
  expect(s3.objects.size).toBe(0);
});
