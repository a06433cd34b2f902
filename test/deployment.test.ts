import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { checkNode } from '../src/doctor/check-node.ts';
import { Metrics } from '../src/status/metrics.ts';
import { Readiness } from '../src/status/readiness.ts';
import { createStatusPages } from '../src/status/status-pages.ts';
import { atRest } from './status/at-rest.ts';

const read = (path: string) => readFileSync(path, 'utf8');
const dockerfile = read('Dockerfile');
const compose = read('compose.yaml');
const unit = read('deploy/easel.service');
const { engines, optionalDependencies, scripts } = JSON.parse(read('package.json'));

/** All that stand in the first group, in their order. */
function found(text: string, pattern: RegExp): readonly string[] {
  return [...text.matchAll(pattern)].map(([, group = '']) => group);
}

test('the image is made of what is there, and of nothing that is kept out', () => {
  const copied = found(dockerfile, /^COPY (?!--from)(.+) \S+$/gm).flatMap((sources) => sources.split(' '));
  expect(copied).toContain('src');
  expect(copied.filter((path) => !existsSync(path))).toEqual([]);
  const [first, ...allowed] = found(read('.dockerignore'), /^([^#\s].*)$/gm);
  expect(first).toBe('*');
  expect(new Set(allowed)).toEqual(new Set(copied.map((path) => `!${path}`)));
});

test('the image has the Node that npm brings elsewhere', () => {
  const [version = ''] = found(dockerfile, /^ARG NODE_VERSION=(\S+)$/gm);
  expect(new Set(Object.values(optionalDependencies))).toEqual(new Set([version]));
  expect(checkNode(version, engines.node).verdict).toBe('ok');
  expect(found(dockerfile, /^FROM (\S+)/gm)).toEqual(
    Array(2).fill(`node:${'$'}{NODE_VERSION}-bookworm-slim`),
  );
});

test('the image is healthy where the status server says so', async () => {
  const [path = ''] = found(dockerfile, /HTTP_PORT \|\| 8080\) \+ '([^']+)'/g);
  const nothing = () => {};
  const pages = createStatusPages({
    readiness: new Readiness({ parts: [], now: () => 0 }),
    metrics: new Metrics({ readStanding: async () => atRest, now: () => 0 }),
    log: { debug: nothing, info: nothing, warn: nothing, error: nothing },
  });
  expect((await pages.request(path)).status).toBe(200);
});

test('everything starts the same program', () => {
  const [words = ''] = found(scripts.start, /exec node (.+)$/g);
  expect(existsSync(words.split(' ').at(-1) ?? '')).toBe(true);
  expect(found(dockerfile, /^CMD (\[.+\])$/gm).map((command) => JSON.parse(command))).toEqual([
    ['node', ...words.split(' ')],
  ]);
  expect(found(unit, /^ExecStart=\S+\/node (.+)$/gm)).toEqual([words]);
});

test('everything bounds in the same way what it takes of the memory', () => {
  const arenas = found(scripts.start, /MALLOC_ARENA_MAX=(\d+) /g);
  expect(arenas).toHaveLength(1);
  expect(found(dockerfile, /^ENV MALLOC_ARENA_MAX=(\d+)$/gm)).toEqual(arenas);
  expect(found(unit, /^Environment=MALLOC_ARENA_MAX=(\d+)$/gm)).toEqual(arenas);
});

test('everything gives it the time to stop that the README asks for, and the same place for its data', () => {
  const seconds = found(read('README.md'), /give a container (\d+) seconds to stop/g);
  expect(seconds).toHaveLength(1);
  expect(found(compose, /^ *stop_grace_period: (\d+)s$/gm)).toEqual(seconds);
  expect(found(unit, /^TimeoutStopSec=(\d+)$/gm)).toEqual(seconds);

  const [folder = ''] = found(dockerfile, /^VOLUME (\S+)$/gm);
  expect(found(compose, /^ *- data:(\S+)$/gm)).toEqual([folder]);
  const [home = ''] = found(unit, /^WorkingDirectory=(\S+)$/gm);
  expect(found(unit, /^ReadWritePaths=(\S+)$/gm)).toEqual([`${home}/data`]);
});
