import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openCatalog } from '../src/open-catalog.ts';
import { StartupProblem } from '../src/startup-problem.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'easel-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** Everything that is offered has a price, save what else is free in the sandbox. */
const settings = { runware: 'sandbox' } as const;

async function file(name: string, content: unknown): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, JSON.stringify(content));
  return path;
}

test('what is on offer is what both files say', async () => {
  const catalog = await openCatalog({
    ...settings,
    modelsFile: await file('models.json', { offered: ['flux'] }),
    stylesFile: await file('styles.json', { offered: ['ink'] }),
  });
  expect(catalog.offered.map(({ air }) => air)).toEqual(['bfl:5@1']);
  expect(catalog.styles.offered.map(({ key }) => key)).toEqual(['ink']);
});

test('what is wrong with either file is said at once, and with which', async () => {
  const modelsFile = await file('models.json', { offered: ['no-such-model'], default: 'none-such' });
  const stylesFile = await file('styles.json', { offered: ['no-such-style'], styles: [{ key: 'sepia' }] });
  const opening = openCatalog({ ...settings, modelsFile, stylesFile });
  await expect(opening).rejects.toThrow(StartupProblem);
  await expect(opening).rejects.toMatchObject({
    exitCode: 78,
    message: [
      `MODELS_FILE (${modelsFile}): offered[0]: no model on offer is called "no-such-model"; default: no model on offer is called "none-such"`,
      `STYLES_FILE (${stylesFile}): styles[0].names.en: a new style needs it; styles[0].template: a new style needs it; offered[0]: no style has the key "no-such-style"`,
    ].join('\n'),
  });
});

test('a file that is not there is said to be', async () => {
  const stylesFile = join(folder, 'nothing.json');
  await expect(openCatalog({ ...settings, modelsFile: undefined, stylesFile })).rejects.toThrow(
    `STYLES_FILE (${stylesFile}): expected a file that can be read`,
  );
});
