import { expect, test } from 'vitest';
import { languageOf } from '../../src/terminal/terminal-language.ts';

test.each([
  [{}, 'en'],
  [{ LANG: '' }, 'en'],
  [{ LANG: 'C.UTF-8' }, 'en'],
  [{ LANG: 'POSIX' }, 'en'],
  [{ LANG: 'ru_RU.UTF-8' }, 'ru-RU'],
  [{ LANG: 'ru' }, 'ru'],
  [{ LANG: 'de_DE@euro' }, 'de-DE'],
  [{ LANG: 'sr_RS.UTF-8@latin' }, 'sr-RS'],
  [{ LANG: 'fil_PH' }, 'fil-PH'],
  [{ LANG: 'nonsense here' }, 'en'],
  [{ LANG: '../../etc' }, 'en'],
  [{ LC_MESSAGES: 'ru_RU.UTF-8', LANG: 'de_DE.UTF-8' }, 'ru-RU'],
  [{ LC_ALL: 'C', LC_MESSAGES: 'ru_RU.UTF-8', LANG: 'ru_RU.UTF-8' }, 'en'],
  [{ LC_ALL: '', LANG: 'ru_RU.UTF-8' }, 'ru-RU'],
])('%j speaks %s', (environment, language) => {
  expect(languageOf(environment)).toBe(language);
});
