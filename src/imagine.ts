import { randomUUID } from 'node:crypto';
import { access, constants, mkdir } from 'node:fs/promises';
import { config as loadDotenv } from 'dotenv';
import { createWording } from './commands/create-wording.ts';
import { toPlainText } from './commands/join-text.ts';
import { ConfigurationError, formatFaults, parseConfig } from './config.ts';
import { GenerationEvents } from './core/generation-events.ts';
import { MemoryPictureStore } from './core/pictures/memory-picture-store.ts';
import { openSqliteStorage } from './core/storage/open-storage.ts';
import { createCore } from './create-core.ts';
import { createLog } from './log.ts';
import { openImageModel, readModelCatalog } from './open-image-model.ts';
import { StartupProblem } from './startup-problem.ts';
import type { ImagineArguments } from './terminal/arguments.ts';
import { parseArguments, usage } from './terminal/arguments.ts';
import { ProgressLine } from './terminal/progress-line.ts';
import { TerminalCourier } from './terminal/terminal-courier.ts';
import { languageOf } from './terminal/terminal-language.ts';

/** From https://man.openbsd.org/sysexits.3, but for 1: the request was refused or came to nothing. */
const exitCodes = { painted: 0, notPainted: 1, usage: 64, cannotWrite: 73 } as const;

loadDotenv({ quiet: true });
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
      return paintOrExplain(parsed.value);
  }
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
  // People read this terminal; the log speaks only when it is asked to.
  const log = createLog({
    level: logLevel === 'debug' ? 'debug' : 'silent',
    secrets,
    destination: process.stderr,
  });
  const catalog = await readModelCatalog(config.modelsFile);
  const wording = createWording({ catalog, isSandbox: runware === 'sandbox', timeZone });
  const storage = await openSqliteStorage(':memory:');
  const imageModel = await openImageModel(runware, { catalog, log });
  const events = new GenerationEvents(log);
  const courier = new TerminalCourier({
    folder,
    wording,
    catalog,
    progress: new ProgressLine(process.stdout, Date.now),
    print: (line) => console.log(line),
  });
  const core = createCore({
    limits,
    allowed: 'everyone',
    timeZone,
    storage,
    pictures: new MemoryPictureStore(),
    model: imageModel.model,
    catalog,
    couriers: new Map([[courier.platform, courier]]),
    events,
    log,
    now: Date.now,
  });
  try {
    await core.start();
    const over = new Promise<boolean>((resolve) => {
      events.listen(({ name }) => {
        if (name === 'generation-delivered') resolve(true);
        if (name === 'generation-undeliverable') resolve(false);
      });
    });
    const acceptance = await core.generations.request({
      sourceKey: `terminal:${randomUUID()}`,
      personId: 'terminal:me',
      placeId: 'terminal:here',
      language: languageOf(process.env),
      isPrivate: true,
      address: { platform: courier.platform, isDurable: true },
      wish,
    });
    if (acceptance.kind === 'refused') {
      console.error(toPlainText(wording.refusal(acceptance.refusal, languageOf(process.env))));
      return exitCodes.notPainted;
    }
    if (!(await over)) {
      console.error(`The pictures could not be written to ${folder}.`);
      return exitCodes.cannotWrite;
    }
    return courier.pictureCount > 0 ? exitCodes.painted : exitCodes.notPainted;
  } finally {
    await core.stop(0);
    await imageModel.close();
    await storage.close();
  }
}
