import { describe, expect, test } from 'vitest';
import { allAdminVerbs } from '../../src/commands/admin/all-admin-verbs.ts';
import { adminUsage } from '../../src/terminal/admin-usage.ts';
import { readAdminWords } from '../../src/terminal/admin-words.ts';

const read = (...words: string[]) => readAdminWords(words, {});

describe('the words of an operator', () => {
  test('are a verb, its main option, and flags', () => {
    expect(
      read('ban', 'discord:1', '--for', '7d', '--reason=too much', '--everywhere', '--json'),
    ).toMatchObject({
      kind: 'verb',
      verb: { name: 'ban' },
      raw: { person: 'discord:1', for: '7d', reason: 'too much', everywhere: true },
      asJson: true,
    });
  });

  test('say yes or no where a flag takes it, and leave other words alone', () => {
    expect(read('rules', '--spoilers', 'off', '--private-only', '--models', 'flux, imagen')).toMatchObject({
      raw: { spoilers: 'off', 'private-only': true, models: 'flux, imagen' },
    });
    expect(read('announce', '--confirm', 'K7')).toMatchObject({ raw: { confirm: 'K7' } });
    expect(read('announce', 'we', 'move', 'tonight')).toMatchObject({ raw: { words: 'we move tonight' } });
  });

  test('that are no verb are told with the nearest one', () => {
    expect(read('bann')).toMatchObject({ problem: 'I do not know bann. Did you mean ban?' });
    expect(read('sing')).toMatchObject({ kind: 'problem' });
  });

  test('whose flags npm has taken are told how to write them', () => {
    expect(readAdminWords(['rules'], { npm_config_private_only: 'true' })).toMatchObject({
      problem: '--private-only was taken by npm. Put -- first: npm run admin -- rules --private-only',
    });
  });

  test('ask for help, about one verb or all', () => {
    expect(read()).toEqual({ kind: 'help', verb: undefined });
    expect(read('ban', '--help')).toMatchObject({ kind: 'help', verb: { name: 'ban' } });
    for (const { name } of allAdminVerbs) expect(adminUsage(undefined, 'en')).toContain(`  ${name} `);
    for (const verb of allAdminVerbs) {
      for (const option of Object.keys(verb.options)) {
        expect(adminUsage(verb, 'ru').toLowerCase()).toContain(option);
      }
    }
  });
});
