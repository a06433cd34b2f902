import { randomUUID } from 'node:crypto';
import { access, constants, mkdir } from 'node:fs/promises';
import { constants as system } from 'node:os';
import { config as loadDotenv } from 'dotenv';
import { createWording } from './commands/create-wording.ts';
import { toPlainText } from './commands/join-text.ts';
import { ConfigurationError, formatFaults } from './config/configuration-error.ts';
import { parseConfig } from './config/parse-config.ts';
import { GenerationEvents } from './core/generation-events.ts';
import { MemoryPictureStore } from './core/pictures/memory-picture-store.ts';
import { openSqliteStorage } from './core/storage/open-storage.ts';
import { createCore } from './create-core.ts';
import { createLog } from './log.ts';
import { openCatalog } from './open-catalog.ts';
import { openImageModel } from './open-image-model.ts';
import { openReferenceIntake } from './open-reference-intake.ts';
import { StartupProblem } from './startup-problem.ts';
import type { ImagineArguments } from './terminal/arguments.ts';
import { parseArguments, usage } from './terminal/arguments.ts';
import { askedFolder } from './terminal/asked-folder.ts';
import type { Terminal } from './terminal/progress-line.ts';
import { ProgressLine } from './terminal/progress-line.ts';
import { readReferenceFile } from './terminal/reference-file.ts';
import { TerminalCourier, terminalPlatform } from './terminal/terminal-courier.ts';
import { languageOf } from './terminal/terminal-language.ts';

/** From https://man.openbsd.org/sysexits.3, but for 1: the request was refused or came to nothing. */
const exitCodes = { painted: 0, notPainted: 1, usage: 64, cannotWrite: 73 } as const;

/** How long stopping may take before the process ends as it is. */
const longestStopMs = 2_000;

loadDotenv({ quiet: true });
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // Whoever reads may stop early, as `head` does: the pictures are written all the same.
  if (error.code !== 'EPIPE') throw error;
});
process.exitCode = await run();

async function run(): Promise<number> {
  const parsed = parseArguments(process.argv.slice(2), process.env);
  switch (parsed.kind) {
    case 'help':
      console.log(usage);
      return exitCodes.painted;
    case 'problems':
      console.error(`${parsed.problems.join('\n')}\n\n${usage}`);
      return exitCodes.usage;
    case 'arguments':
      return paintOrExplain({ ...parsed.value, folder: fromHere(parsed.value.folder) });
  }
}

/** A path as the person means it, who may stand in another folder than this program. */
function fromHere(path: string): string {
  return askedFolder(path, { environment: process.env, workingFolder: process.cwd(), script: 'imagine' });
}

async function paintOrExplain(request: ImagineArguments): Promise<number> {
  try {
    await mkdir(request.folder, { recursive: true });
    await access(request.folder, constants.W_OK);
  } catch {
    console.error(`I cannot write to ${request.folder}. Name another folder with --out.`);
    return exitCodes.cannotWrite;
  }
  try {
    return await paint(request);
  } catch (error) {
    if (!(error instanceof ConfigurationError) && !(error instanceof StartupProblem)) throw error;
    console.error(error instanceof ConfigurationError ? formatFaults(error) : error.message);
    return error.exitCode;
  }
}

/** The same core as the bots', over a database that lives as long as the command. */
async function paint({ wish, folder }: ImagineArguments): Promise<number> {
  const config = parseConfig(process.env);
  const { secrets, logLevel, limits, runware, timeZone } = config;
  const stopped = stopSignal();
  // People read this terminal; the log speaks only when it is asked to.
  const log = createLog({
    level: logLevel === 'debug' ? 'debug' : 'silent',
    secrets,
    destination: process.stderr,
  });
  const catalog = await openCatalog(config);
  const wording = createWording({ catalog, isSandbox: runware === 'sandbox', timeZone });
  const storage = await openSqliteStorage(':memory:');
  const imageModel = await openImageModel(runware, { catalog, log });
  const pictures = new MemoryPictureStore();
  const referenceIntake = openReferenceIntake({
    pictures,
    attachments: new Map([[terminalPlatform, (path: string) => readReferenceFile(fromHere(path))]]),
  });
  const events = new GenerationEvents(log);
  const progress = new ProgressLine(terminal(), Date.now);
  const courier = new TerminalCourier({
    folder,
    wording,
    progress,
    print: (line) => console.log(line),
    complain: (line) => console.error(line),
  });
  const core = createCore({
    limits,
    allowed: 'everyone',
    timeZone,
    storage,
    pictures,
    model: imageModel.model,
    catalog,
    intake: referenceIntake.intake,
    couriers: new Map([[courier.platform, courier]]),
    events,
    log,
    now: Date.now,
  });
  try {
    await core.start();
    const over = new Promise<'delivered' | 'undeliverable'>((resolve) => {
      events.listen(({ name }) => {
        if (name === 'generation-delivered') resolve('delivered');
        if (name === 'generation-undeliverable') resolve('undeliverable');
      });
    });
    const acceptance = await core.generations.request({
      sourceKey: `terminal:${randomUUID()}`,
      origin: undefined,
      personId: 'terminal:me',
      placeId: 'terminal:here',
      isPrivateChat: true,
      language: languageOf(process.env),
      isPrivate: true,
      address: { platform: courier.platform, isDurable: true },
      wish,
    });
    if (acceptance.kind === 'refused') {
      console.error(toPlainText(wording.refusal(acceptance.refusal, languageOf(process.env))));
      return exitCodes.notPainted;
    }
    const ending = await Promise.race([over, stopped]);
    progress.end();
    switch (ending) {
      case 'delivered':
        return courier.pictureCount > 0 ? exitCodes.painted : exitCodes.notPainted;
      case 'undeliverable':
        console.error(
          `Not every picture could be written to ${folder}: is the disk full, or the folder gone?`,
        );
        return exitCodes.cannotWrite;
      default:
        console.error(runware === 'sandbox' ? 'Stopped.' : 'Stopped. What had begun may still be charged.');
        setTimeout(() => process.exit(), longestStopMs).unref();
        process.exitCode = exitCodeOf(ending);
        return exitCodeOf(ending);
    }
  } finally {
    await core.stop(0);
    await referenceIntake.close();
    await imageModel.close();
    await storage.close();
  }
}

/** Resolves at the first Ctrl-C; through npm it arrives twice, and the second changes nothing. */
function stopSignal(): Promise<'SIGINT' | 'SIGTERM'> {
  return new Promise((resolve) => {
    process.on('SIGINT', resolve);
    process.on('SIGTERM', resolve);
  });
}

/** As shells count: https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html#tag_19_08_02 */
function exitCodeOf(signal: 'SIGINT' | 'SIGTERM'): number {
  return 128 + system.signals[signal];
}

/** A dumb terminal shows control sequences as they are, so it is written to as if it were a file. */
function terminal(): Terminal {
  return process.env.TERM === 'dumb' ? { write: (text) => process.stdout.write(text) } : process.stdout;
}
