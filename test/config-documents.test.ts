import { parse as parseDotenv } from 'dotenv';
import { describe, expect, test } from 'vitest';
import { describeVariables } from '../scripts/describe-variables.ts';
import { renderConfigurationPage } from '../scripts/render-configuration-page.ts';
import { renderEnvironmentExample } from '../scripts/render-environment-example.ts';
import { parseConfig } from '../src/config/parse-config.ts';

const variables = describeVariables();
const environmentExample = renderEnvironmentExample(variables);

describe('the generated documents', () => {
  test('name every variable', () => {
    const page = renderConfigurationPage(variables);
    for (const { name } of variables) {
      expect(page).toContain(`| \`${name}\` |`);
      expect(environmentExample).toMatch(new RegExp(`^(# )?${name}=`, 'm'));
    }
  });

  test('an untouched copy of .env.example is the same as no .env at all', () => {
    expect(parseConfig(parseDotenv(environmentExample))).toEqual(parseConfig({}));
  });

  test('the defaults that .env.example shows are the ones that hold', () => {
    const shown = environmentExample.replace(/^# ([A-Z_]+=)/gm, '$1');
    expect(Object.keys(parseDotenv(shown))).toEqual(variables.map(({ name }) => name));
    expect(parseConfig(parseDotenv(shown))).toEqual(parseConfig({}));
  });

  test.each(variables.filter(({ example }) => example !== undefined))(
    'the example of $name is accepted',
    ({ name, example }) => {
      // Where others reach it, the playground wants a password besides.
      const env = { RUNWARE_API_KEY: 'sandbox', PLAYGROUND: 'off', [name]: example };
      expect(() => parseConfig(env)).not.toThrow();
    },
  );
});
