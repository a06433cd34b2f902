/** Processes begin here. */
const entryPoints = [
  'src/main.ts',
  'src/deploy-commands.ts',
  'src/backup.ts',
  'src/restore.ts',
  'src/migrate-database.ts',
  'src/doctor.ts',
  'src/admin.ts',
];

/** A process of its own, too: it puts together an app without a chat, with everything in memory. */
const commandLine = 'src/imagine.ts';

/** Begin child processes, so that drawing and decoding do not hold up the bot. */
const childProcesses = [
  'src/core/drawing/svg-process.ts',
  'src/core/sandbox/painter-process.ts',
  'src/core/pictures/intake/intake-process.ts',
];

/** What the port for storage is made of; all else beside it implements the port. */
const storagePort =
  /^storage\/(storage|generation-store|line|(rule|report|notice|personal|place|usage)-records|processes)\.ts$/;

/** Only here do concrete classes meet: `app.ts` and what it puts together. */
const wiring = /^src\/(app|chat-platform|core-options|create-[\w-]+|open-[\w-]+)\.ts$/;

/** What belongs to the process as a whole. */
const setUp = /^src\/(log(-[\w-]+)?|startup-problem|let-quiet-be-seen)\.ts$/;

type Zone =
  | 'entry point'
  | 'command line'
  | 'wiring'
  | 'set-up'
  | 'core'
  | `core vendor ${string}`
  | 'commands'
  | 'shared by bots'
  | `bot ${string}`
  | 'terminal'
  | 'status'
  | 'web'
  | 'operator'
  | 'doctor';

/** What each kind of place may import besides itself. */
const mayImport: readonly (readonly [of: RegExp, allowed: RegExp, rule: string])[] = [
  [/^core$/, /^core$/, 'the core imports only the core, and no implementation of its ports'],
  [/^core vendor/, /^core$/, 'what implements a port imports the core, and no other implementation'],
  [/^commands$/, /^core$/, 'commands import only the core, and no implementation of its ports'],
  [
    /^bot /,
    /^(commands|core|shared by bots|web)$/,
    'a bot imports commands, the core and what all bots or all pages share, and no other bot',
  ],
  [/^shared by bots$/, /^(commands|core)$/, 'what all bots share imports commands and the core'],
  [/^terminal$/, /^(commands|core)$/, 'the terminal imports commands and the core'],
  [/^status$/, /^(core|set-up|web)$/, 'the status server imports only the core'],
  [
    /^operator$/,
    /^(commands|core|status|web)$/,
    'the page of the operator shows what the core and the status know',
  ],
  [/^web$/, /^$/, 'what guards pages knows nothing of what they show'],
  [/^set-up$/, /^core$/, 'configuration and log import only the core'],
  [/^(wiring|command line|doctor)$/, /^(?!entry point|command line)/, 'nothing imports an entry point'],
  [
    /^entry point$/,
    /^(wiring|set-up|core|commands|terminal|doctor|bot .+)$/,
    'an entry point leaves the choice of implementations to the wiring',
  ],
];

/** Where each package may be imported. Everything else goes through what stands there. */
const packageHomes: Readonly<Record<string, RegExp>> = {
  aws4fetch: /^src\/core\/pictures\//,
  'better-sqlite3': /^src\/core\/storage\//,
  cockatiel: /^src\/core\/runware\//,
  'discord.js': /^src\/(bots\/discord\/|deploy-commands\.ts$)/,
  dotenv: /^src\/(main|imagine|deploy-commands|backup|restore|migrate-database|doctor|admin)\.ts$/,
  'file-type': /^src\/core\/(runware|pictures)\//,
  grammy: /^src\/bots\/telegram\//,
  hono: /^src\/(status|web|operator|bots\/(playground|telegram)|core\/sandbox)\//,
  '@hono/node-server': /^src\/(status|core\/sandbox)\//,
  i18next: /^src\/commands\//,
  kysely: /^src\/core\/storage\//,
  'p-queue': /^src\/(core|bots)\//,
  pg: /^src\/core\/storage\//,
  'pg-boss': /^src\/core\/queue\//,
  pino: /^src\/log\.ts$/,
  'prom-client': /^src\/status\//,
  'rate-limiter-flexible': /^src\/core\/limits\//,
  sharp: /^src\/(core\/(drawing|runware|pictures|sandbox)|bots\/(discord|telegram))\//,
  zod: /^src\//,
};

/** @throws Error for a file that has no place in the layout. */
export function zoneOf(path: string): Zone {
  if (entryPoints.includes(path)) return 'entry point';
  if (path === commandLine) return 'command line';
  if (wiring.test(path)) return 'wiring';
  if (setUp.test(path)) return 'set-up';
  const [, folder = '', name = ''] = /^src\/([\w-]+)\/(.+)$/.exec(path) ?? [];
  switch (folder) {
    case 'core':
      return coreZoneOf(name);
    case 'config':
      return 'set-up';
    case 'bots':
      return name.includes('/') ? `bot ${name.split('/')[0]}` : 'shared by bots';
    case 'commands':
    case 'terminal':
    case 'status':
    case 'web':
    case 'operator':
    case 'doctor':
      return folder;
    default:
      throw new Error(`${path} has no place in the layout: say in the rules what may import it`);
  }
}

function coreZoneOf(name: string): Zone {
  const [folder, file] = name.split('/');
  switch (folder) {
    case 'drawing':
    case 'runware':
    case 'sandbox':
      return `core vendor ${folder}`;
    case 'storage':
      return storagePort.test(name) ? 'core' : 'core vendor storage';
    case 'queue':
      return file === 'queue.ts' ? 'core' : 'core vendor queue';
    case 'pictures':
      return /.-picture-store\.ts$/.test(name) ? 'core vendor pictures' : 'core';
    default:
      return 'core';
  }
}

/** The rule that an import breaks; undefined when it is fine. */
export function ruleAgainstImport(importer: string, imported: string): string | undefined {
  if (!imported.startsWith('src/')) return 'what runs imports only what is under src';
  const [from, to] = [zoneOf(importer), zoneOf(imported)];
  if (from === to) return undefined;
  const found = mayImport.find(([of]) => of.test(from));
  if (found === undefined) throw new Error(`Expected a rule for ${from}`);
  const [, allowed, rule] = found;
  return allowed.test(to) ? undefined : rule;
}

/** The rule that importing a package breaks; undefined when it is fine. */
export function ruleAgainstPackage(importer: string, name: string): string | undefined {
  if (name.startsWith('node:')) return undefined;
  const home = packageHomes[name];
  if (home === undefined) return `say in the rules where ${name} may be imported`;
  return home.test(importer) ? undefined : `${name} is imported only where ${home.source} matches`;
}

export function mayTouchProcess(path: string): boolean {
  return [...entryPoints, commandLine, ...childProcesses].includes(path);
}
