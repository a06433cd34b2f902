import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { askedFolder } from '../../src/terminal/asked-folder.ts';

const project = resolve('/home/ada/easel');
const elsewhere = resolve('/home/ada/pictures');

function folderFor(folder: string, environment: Readonly<Record<string, string>>): string {
  return askedFolder(folder, { environment, workingFolder: project, script: 'imagine' });
}

test('is the one in which the person stands when npm has moved away from it', () => {
  const environment = { npm_lifecycle_event: 'imagine', INIT_CWD: elsewhere };
  expect(folderFor('.', environment)).toBe(elsewhere);
  expect(folderFor('new', environment)).toBe(join(elsewhere, 'new'));
  expect(folderFor(resolve('/anywhere'), environment)).toBe(resolve('/anywhere'));
});

test('stays as it was typed otherwise', () => {
  expect(folderFor('new', {})).toBe('new');
  expect(folderFor('new', { npm_lifecycle_event: 'imagine', INIT_CWD: project })).toBe('new');
  // What another script has left in the environment says nothing about this program.
  expect(folderFor('new', { npm_lifecycle_event: 'test', INIT_CWD: elsewhere })).toBe('new');
});
