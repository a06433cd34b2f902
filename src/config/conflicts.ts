import type { Fault } from './configuration-error.ts';
import { opensPlayground } from './to-config.ts';
import type { Values } from './variables.ts';

interface Conflict extends Fault {
  readonly isIn: (values: Values) => boolean;
}

/** What is right by itself and wrong together. */
const conflicts: readonly Conflict[] = [
  {
    variable: 'DISCORD_SHARDS',
    problem: 'expected numbers below DISCORD_SHARD_COUNT, and both of them or neither',
    isIn: ({ DISCORD_SHARD_COUNT: count, DISCORD_SHARDS: numbers }) =>
      numbers === undefined || count === undefined
        ? numbers !== count
        : numbers.some((number) => number >= count),
  },
  {
    variable: 'TELEGRAM_WEBHOOK_URL',
    problem: 'expected it together with TELEGRAM_WEBHOOK_SECRET, or neither of them',
    isIn: ({ TELEGRAM_WEBHOOK_SECRET: secret, TELEGRAM_WEBHOOK_URL: url }) =>
      (secret === undefined) !== (url === undefined),
  },
  {
    variable: 'ROLE',
    problem:
      'expected all, because only a PostgreSQL database (DATABASE_URL) can be shared by several processes',
    isIn: ({ DATABASE_URL, ROLE }) => ROLE !== 'all' && DATABASE_URL.kind === 'sqlite',
  },
  {
    variable: 'PICTURES_URL',
    problem:
      'expected the path of a folder, or PICTURES_ACCESS_KEY_ID and PICTURES_SECRET_ACCESS_KEY beside it, because a bucket opens to both alone',
    isIn: ({ PICTURES_ACCESS_KEY_ID: id, PICTURES_SECRET_ACCESS_KEY: key, PICTURES_URL: place }) =>
      place.kind === 'bucket' && (id === undefined || key === undefined),
  },
  {
    variable: 'PLAYGROUND_PASSWORD',
    problem:
      'expected a password, because HTTP_HOST lets others reach the playground, where anybody can spend what painting costs. The playground is open when PLAYGROUND is on, or when neither DISCORD_TOKEN nor TELEGRAM_TOKEN is set',
    isIn: (values) =>
      opensPlayground(values) && values.PLAYGROUND_PASSWORD === undefined && !isLoopback(values.HTTP_HOST),
  },
];

export function findConflicts(values: Values): readonly Fault[] {
  return conflicts.filter(({ isIn }) => isIn(values)).map(({ problem, variable }) => ({ variable, problem }));
}

function isLoopback(host: string): boolean {
  return /^(localhost|127(\.\d{1,3}){3}|::1)$/i.test(host);
}
