import { execFile } from 'node:child_process';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { startFakeDiscord } from '../../fakes/discord/fake-discord.ts';

const script = fileURLToPath(new URL('../../../src/deploy-commands.ts', import.meta.url));

interface Ending {
  readonly exitCode: number;
  readonly output: string;
  readonly errors: string;
}

/** Runs the script as a process of its own, away from any `.env` file. */
function deploy(environment: Readonly<Record<string, string>>): Promise<Ending> {
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [script],
      { cwd: tmpdir(), env: { PATH: process.env.PATH, ...environment } },
      (_error, output, errors) => resolve({ exitCode: child.exitCode ?? -1, output, errors }),
    );
  });
}

test('the commands are registered once, and a second time there is nothing to do', async () => {
  await using discord = await startFakeDiscord();
  const environment = { DISCORD_TOKEN: discord.token, DISCORD_API_URL: discord.url };
  const first = await deploy(environment);
  expect(first).toMatchObject({ exitCode: 0, errors: '' });
  expect(first.output).toContain('now knows /imagine');
  expect(discord.registeredCommands()).toContain('imagine');
  const second = await deploy(environment);
  expect(second.output).toContain('Nothing to do');
  expect(discord.requests.filter(({ method }) => method === 'PUT')).toHaveLength(1);
  expect(discord.violations).toEqual([]);
});

test('what is wrong is said in words', async () => {
  await using discord = await startFakeDiscord();
  const missing = await deploy({ DISCORD_API_URL: discord.url });
  expect(missing.exitCode).toBe(78);
  expect(missing.errors).toContain('DISCORD_TOKEN');
  const wrong = await deploy({
    DISCORD_TOKEN: 'bm90LXRoZS10b2tlbg.wrong.token',
    DISCORD_API_URL: discord.url,
  });
  expect(wrong).toMatchObject({ exitCode: 78, output: '' });
  expect(wrong.errors).toContain('does not accept this token');
});
