import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { Metrics } from '../../src/status/metrics.ts';
import { atRest } from './at-rest.ts';

const alerts = readFileSync('deploy/alert-rules.yml', 'utf8');
const dashboard = JSON.parse(readFileSync('deploy/grafana-dashboard.json', 'utf8'));

/** What both files ask for: expressions in the language of Prometheus. */
const expressions: readonly string[] = [
  ...[...alerts.matchAll(/^ +expr: (\|\n(?: {10,}.*\n)+|.*\n)/gm)].map(([, text = '']) => text),
  ...dashboard.panels.flatMap(({ targets }: { targets: { expr: string }[] }) =>
    targets.map(({ expr }) => expr),
  ),
];

const exposed = await new Metrics({
  readStanding: async () => ({
    ...atRest,
    platforms: [
      { name: 'discord', isReady: true },
      { name: 'telegram', isReady: true },
    ],
  }),
  now: () => 0,
}).render();

test('the alerts and the dashboard name only metrics that there are', () => {
  const names = expressions.join('\n').match(/\b(?:easel|process|nodejs)_\w+/g) ?? [];
  expect(new Set(names).size).toBeGreaterThan(20);
  const metrics = new Set([...exposed.matchAll(/^# TYPE (\S+)/gm)].map(([, name]) => name));
  const unknown = names.filter((name) => !metrics.has(name) && !metrics.has(name.replace(/_bucket$/, '')));
  expect(unknown).toEqual([]);
});

test('the alerts and the dashboard name only labels that there are', () => {
  const matched = expressions.flatMap((expression) =>
    [...expression.matchAll(/(easel_\w+)\{([^}]*)\}/g)].flatMap(([, metric = '', matchers = '']) =>
      [...matchers.matchAll(/(\w+)(?:=|!=)"([^"]*)"/g)].map(
        ([, label, value]) => new RegExp(`^${metric}\\{[^}]*\\b${label}="${value}"`, 'm'),
      ),
    ),
  );
  expect(matched.length).toBeGreaterThan(5);
  expect(matched.filter((series) => !series.test(exposed))).toEqual([]);
});

test('every metric of Easel is on the dashboard or in an alert', () => {
  const own = [...exposed.matchAll(/^# TYPE (easel_\S+)/gm)].map(([, name = '']) => name);
  const asked = expressions.join('\n');
  const leftOut = own.filter((name) => !asked.includes(name));
  expect(leftOut).toEqual(['easel_pictures_expired_bytes_total']);
});

test('the handbook says of every alert what to do, and of no other', () => {
  const handbook = readFileSync('docs/operations.md', 'utf8');
  const named = [...alerts.matchAll(/^ +- alert: (\w+)$/gm)].map(([, name]) => name);
  const explained = [...handbook.matchAll(/^\| `(Easel\w+)` \|/gm)].map(([, name]) => name);
  expect(named.length).toBeGreaterThan(10);
  expect(explained).toEqual(named);
});
