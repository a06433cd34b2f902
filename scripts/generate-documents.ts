/**
 * Writes `.env.example` and `docs/configuration.md` from the schema of the environment. With `--check` it writes nothing
 * and fails when a file on disk is not what would be written.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { describeVariables } from './describe-variables.ts';
import { renderConfigurationPage } from './render-configuration-page.ts';
import { renderEnvironmentExample } from './render-environment-example.ts';

const variables = describeVariables();
const documents = [
  { path: '.env.example', text: renderEnvironmentExample(variables) },
  { path: 'docs/configuration.md', text: renderConfigurationPage(variables) },
];
const root = new URL('../', import.meta.url);

function read(path: string): string | undefined {
  try {
    return readFileSync(new URL(path, root), 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Says where a file on disk departs from what would be written; undefined when it does not. */
function differenceOf({ path, text }: { path: string; text: string }): string | undefined {
  const found = read(path);
  if (found === text) return undefined;
  if (found === undefined) return `${path} is missing.`;
  const [expectedLines, foundLines] = [text.split('\n'), found.split('\n')];
  const line = Math.max(
    0,
    expectedLines.findIndex((expected, index) => expected !== foundLines[index]),
  );
  return [
    `${path} differs from the schema, first in line ${line + 1}:`,
    `  - ${foundLines[line] ?? '(the file ends here)'}`,
    `  + ${expectedLines[line] ?? '(the file should end here)'}`,
  ].join('\n');
}

if (process.argv.includes('--check')) {
  const differences = documents.map(differenceOf).filter((difference) => difference !== undefined);
  for (const difference of differences) process.stderr.write(`${difference}\n`);
  if (differences.length > 0) {
    process.stderr.write('Run `npm run generate` and commit what it writes.\n');
    process.exitCode = 1;
  }
} else {
  mkdirSync(new URL('docs/', root), { recursive: true });
  for (const { path, text } of documents) writeFileSync(new URL(path, root), text);
}
