import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { parseConfig } from '../src/config/parse-config.ts';
import { environmentSchema } from '../src/config/variables.ts';

const service = z.looseObject({
  image: z.string(),
  build: z.string().optional(),
  environment: z.record(z.string(), z.string()),
  env_file: z.string().optional(),
  stop_grace_period: z.string(),
  volumes: z.array(z.string()),
  deploy: z.object({ replicas: z.number() }).optional(),
  depends_on: z.record(z.string(), z.object({ condition: z.string() })).optional(),
  healthcheck: z.object({ test: z.array(z.string()) }).optional(),
});
const composeFile = z.looseObject({
  services: z.object({ gateway: service, worker: service, postgres: service }),
  volumes: z.record(z.string(), z.null()),
});
const small = z.looseObject({
  services: z.object({ easel: z.looseObject({ stop_grace_period: z.string() }) }),
});

const read = (path: string) => parse(readFileSync(path, 'utf8'), { merge: true });
const { services, volumes } = composeFile.parse(read('compose.large.yaml'));
const { gateway, postgres, worker } = services;

describe('the large set-up', () => {
  test('is two gateways and three workers, as the documents say', () => {
    expect([gateway.deploy?.replicas, worker.deploy?.replicas]).toEqual([2, 3]);
    expect(readFileSync('docs/scaling.md', 'utf8')).toContain('compose.large.yaml');
  });

  test.each([
    ['gateway', gateway],
    ['worker', worker],
  ])('gives the %s only settings that Easel knows, and such as it takes', (role, { environment }) => {
    const known = environmentSchema.keyof().options as readonly string[];
    expect(Object.keys(environment).filter((name) => !known.includes(name))).toEqual([]);
    const filled = Object.entries(environment).map(([name, value]) => [
      name,
      value.replace(/\$\{POSTGRES_PASSWORD[^}]*\}/g, 'abc123'),
    ]);
    const config = parseConfig({
      TELEGRAM_TOKEN: '1:a',
      RUNWARE_API_KEY: 'k',
      ...Object.fromEntries(filled),
    });
    expect(config).toMatchObject({ role, database: { kind: 'postgres' } });
    const address = new URL(config.database.kind === 'postgres' ? config.database.url : '');
    expect([address.hostname, address.username, address.pathname]).toEqual([
      'postgres',
      postgres.environment.POSTGRES_USER,
      `/${postgres.environment.POSTGRES_DB}`,
    ]);
    expect(address.password).toBe('abc123');
  });

  test('shares the pictures, keeps the database, and begins when that answers', () => {
    const named = [gateway, worker, postgres].map(({ volumes: [place = ''] }) => place.split(':')[0] ?? '');
    expect(named).toEqual(['data', 'data', 'database']);
    expect(Object.keys(volumes)).toEqual(['data', 'database']);
    for (const { depends_on: needs } of [gateway, worker])
      expect(needs).toEqual({ postgres: { condition: 'service_healthy' } });
    expect(postgres.healthcheck?.test).toEqual(
      expect.arrayContaining(['pg_isready', '--username=easel', '--dbname=easel']),
    );
  });

  test('gives each the time to stop that a single one has', () => {
    const time = small.parse(read('compose.yaml')).services.easel.stop_grace_period;
    expect([gateway, worker].map((one) => one.stop_grace_period)).toEqual([time, time]);
  });

  test('refuses to begin without a password', () => {
    expect(gateway.environment.DATABASE_URL).toMatch(/\$\{POSTGRES_PASSWORD:\?[^}]+\}/);
  });
});
