import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { RunningProgram } from '../test/e2e/process/running-program.ts';

/** Starts Easel as `npm start` does, in a process that is Easel itself. It is not awaited. */
export function startEasel(environment: Readonly<Record<string, string>>): RunningProgram {
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8'));
  return new RunningProgram({
    command: 'sh',
    words: ['-c', scripts.start],
    environment: { ...environment, PATH: `${dirname(process.execPath)}:${process.env.PATH}` },
  });
}
