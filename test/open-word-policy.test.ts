import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openWordPolicy } from '../src/open-word-policy.ts';
import { StartupProblem } from '../src/startup-problem.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'easel-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function file(content: unknown): Promise<string> {
  const path = join(folder, 'words.json');
  await writeFile(path, JSON.stringify(content));
  return path;
}

test('without a file the built-in list holds, at the standard strictness', async () => {
  const { list, strictness } = await openWordPolicy({ wordsFile: undefined });
  expect(strictness).toBe('standard');
  expect([...list.actionsOn('lolicon', 'relaxed')]).toEqual(['refuse']);
});

test('a file adds to the built-in list, or does without it', async () => {
  const entries = [{ words: ['acme'], action: 'flag' }];
  const added = await openWordPolicy({ wordsFile: await file({ entries, strictness: 'strict' }) });
  expect(added.strictness).toBe('strict');
  expect([...added.list.actionsOn('acme lolicon', 'standard')].sort()).toEqual(['flag', 'refuse']);
  const alone = await openWordPolicy({ wordsFile: await file({ entries, builtIn: false }) });
  expect([...alone.list.actionsOn('acme lolicon', 'standard')]).toEqual(['flag']);
});

test('what is wrong with a file is said before anything starts', async () => {
  const wordsFile = await file({
    entries: [{ words: ['acme', '!'], action: 'refuse' }],
    strictness: 'harsh',
  });
  const opening = openWordPolicy({ wordsFile });
  await expect(opening).rejects.toThrow(StartupProblem);
  await expect(opening).rejects.toThrow(/^WORDS_FILE \(.+words\.json\): .*strictness/);
  await expect(opening).rejects.toThrow('entries[0].words[1]: expected letters or digits in every word');
  await expect(openWordPolicy({ wordsFile: join(folder, 'nothing.json') })).rejects.toThrow(
    'expected a file that can be read',
  );
});
