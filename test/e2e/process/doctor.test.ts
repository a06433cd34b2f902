import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { World } from '../support/easel-under-test.ts';
import { createWorld } from '../support/easel-under-test.ts';
import type { RunningProgram } from './running-program.ts';
import { startNode, startNpm } from './running-program.ts';

describe('npm run doctor', () => {
  let world: World;
  const programs: RunningProgram[] = [];

  beforeEach(async () => {
    world = await createWorld();
  });
  afterEach(async () => {
    await Promise.all(programs.splice(0).map((program) => program.dispose()));
    await world.close();
  });

  function run(changes: Readonly<Record<string, string>>): RunningProgram {
    const program = startNode('src/doctor.ts', { environment: { ...world.environment, ...changes } });
    programs.push(program);
    return program;
  }

  test('says that all is well, a line for each thing, and ends with 0', async () => {
    const program = startNpm(['run', '--silent', 'doctor'], { environment: world.environment });
    programs.push(program);
    expect((await program.ended()).code).toBe(0);
    expect(program.stderr).toBe('');
    const lines = program.stdout.trimEnd().split('\n');
    expect(lines.slice(-2)).toEqual(['', 'All is well.']);
    expect(lines.slice(0, -2).filter((line) => !line.startsWith('ok '))).toEqual([]);
  });

  test('ends with 1 when something fails, and with 78 when a setting is wrong', async () => {
    world.runware.balance = 0;
    const poor = run({});
    expect((await poor.ended()).code).toBe(1);
    expect(poor.stdout).toMatch(/^failed +Image service: /m);
    expect(poor.stdout).toMatch(/^Failed: 1\./m);

    const wrong = run({ MAX_RUNNING: 'many' });
    expect((await wrong.ended()).code).toBe(78);
    expect(wrong.stdout).toMatch(/^failed +Settings: +MAX_RUNNING: /m);
    expect(wrong.stdout).toMatch(/^ok +Telegram: /m);
  });

  test('ends with 0 when there is only something to look at', async () => {
    world.runware.balance = 1;
    const program = run({});
    expect((await program.ended()).code).toBe(0);
    expect(program.stdout).toMatch(/^Nothing failed; to look at: 1\.$/m);
  });
});
