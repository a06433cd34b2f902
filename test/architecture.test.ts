import { describe, expect, test } from 'vitest';
import { findCycles } from './architecture/find-cycles.ts';
import { parseSource, readSourceFiles } from './architecture/read-source.ts';
import { mayTouchProcess, ruleAgainstImport, ruleAgainstPackage, zoneOf } from './architecture/rules.ts';

const sources = readSourceFiles('src');
const fakes = readSourceFiles('test/fakes');

describe('the source', () => {
  test('is found', () => {
    expect(sources.map(({ path }) => path)).toContain('src/core/generation.ts');
    expect(fakes.length).toBeGreaterThan(0);
  });

  test('has a place in the layout for every file', () => {
    for (const { path } of sources) expect(() => zoneOf(path)).not.toThrow();
  });

  test('imports only in the allowed directions', () => {
    const violations = sources.flatMap(({ path, imports }) =>
      imports.flatMap((imported) => {
        const rule = ruleAgainstImport(path, imported);
        return rule === undefined ? [] : [`${path} imports ${imported}: ${rule}`];
      }),
    );
    expect(violations).toEqual([]);
  });

  test('imports every package only where it is at home', () => {
    const violations = sources.flatMap(({ path, packages }) =>
      packages.flatMap((name) => {
        const rule = ruleAgainstPackage(path, name);
        return rule === undefined ? [] : [`${path} imports ${name}: ${rule}`];
      }),
    );
    expect(violations).toEqual([]);
  });

  test('has no circle of imports', () => {
    expect(findCycles(sources).map((cycle) => cycle.join(' → '))).toEqual([]);
  });

  test('touches the process only in entry points', () => {
    const violations = sources.filter(({ path, touchesProcess }) => touchesProcess && !mayTouchProcess(path));
    expect(violations.map(({ path }) => path)).toEqual([]);
  });

  test('has no barrels', () => {
    const violations = sources.filter(({ path, reExports }) => reExports || path.endsWith('/index.ts'));
    expect(violations.map(({ path }) => path)).toEqual([]);
  });
});

describe('the fakes', () => {
  test('import nothing of the source: a shared mistake would go unseen', () => {
    const violations = fakes.flatMap(({ path, imports }) =>
      imports
        .filter((imported) => imported.startsWith('src/'))
        .map((imported) => `${path} imports ${imported}`),
    );
    expect(violations).toEqual([]);
  });
});

describe('the rules see', () => {
  test.each([
    ['src/core/generation.ts', 'src/config/config.ts'],
    ['src/core/generation-service.ts', 'src/core/storage/kysely-storage.ts'],
    ['src/core/lease.ts', 'src/core/storage/kysely-generation-store.ts'],
    ['src/core/generation-service.ts', 'src/core/queue/local-queue.ts'],
    ['src/core/generation-worker.ts', 'src/core/runware/spelling.ts'],
    ['src/core/generation-worker.ts', 'src/core/pictures/folder-picture-store.ts'],
    ['src/core/sandbox/scene.ts', 'src/core/runware/spelling.ts'],
    ['src/commands/imagine.ts', 'src/bots/discord/discord-courier.ts'],
    ['src/commands/imagine.ts', 'src/core/storage/tables.ts'],
    ['src/bots/discord/discord-courier.ts', 'src/bots/telegram/parse-flags.ts'],
    ['src/bots/telegram/parse-flags.ts', 'src/config/config.ts'],
    ['src/status/metrics.ts', 'src/commands/reply.ts'],
    ['src/config/config.ts', 'src/app.ts'],
    ['src/app.ts', 'src/main.ts'],
    ['src/open-platforms.ts', 'src/imagine.ts'],
    ['src/main.ts', 'src/core/storage/open-storage.ts'],
    ['src/app.ts', 'test/fakes/world.ts'],
  ])('that %s must not import %s', (importer, imported) => {
    expect(ruleAgainstImport(importer, imported)).toBeDefined();
  });

  test.each([
    ['src/core/generation-service.ts', 'src/core/storage/storage.ts'],
    ['src/core/lease.ts', 'src/core/storage/generation-store.ts'],
    ['src/core/generation-service.ts', 'src/core/limits/admission.ts'],
    ['src/core/storage/kysely-storage.ts', 'src/core/generation.ts'],
    ['src/commands/imagine.ts', 'src/core/generation-service.ts'],
    ['src/bots/telegram/parse-flags.ts', 'src/commands/option.ts'],
    ['src/app.ts', 'src/core/runware/spelling.ts'],
    ['src/main.ts', 'src/app.ts'],
  ])('that %s may import %s', (importer, imported) => {
    expect(ruleAgainstImport(importer, imported)).toBeUndefined();
  });

  test('packages away from home, and packages without one', () => {
    expect(ruleAgainstPackage('src/core/generation.ts', 'discord.js')).toBeDefined();
    expect(ruleAgainstPackage('src/app.ts', 'left-pad')).toBeDefined();
    expect(ruleAgainstPackage('src/core/generation.ts', 'node:crypto')).toBeUndefined();
  });

  test('every way to import, and the process however it is reached', () => {
    const text = `
      import type { A } from './a.ts';
      import { type B } from '../b/b.ts';
      export { c } from '@scope/c/deep';
      type D = import('./d.ts').D;
      const e = await import('e/deep');
      // process.exit() in a comment, 'process.exit()' in a text
      const f = { process: 1 }; f.process;
    `;
    expect(parseSource('src/x/file.ts', text)).toEqual({
      path: 'src/x/file.ts',
      imports: ['src/x/a.ts', 'src/b/b.ts', 'src/x/d.ts'],
      packages: ['@scope/c', 'e'],
      touchesProcess: false,
      reExports: true,
    });
    const ways = [
      'process.exit(1)',
      'const { env } = process',
      'globalThis.process.pid',
      "import 'node:process'",
    ];
    for (const way of ways) expect(parseSource('src/a.ts', way).touchesProcess).toBe(true);
  });

  test('circles of two and more', () => {
    const file = (path: string, ...imports: string[]) => ({ ...parseSource(path, ''), imports });
    expect(findCycles([file('a', 'b'), file('b', 'c'), file('c', 'b'), file('d', 'a')])).toEqual([
      ['b', 'c', 'b'],
    ]);
    expect(findCycles([file('a', 'b', 'c'), file('b', 'c'), file('c')])).toEqual([]);
  });
});
