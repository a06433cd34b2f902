import { allCommands } from '../../src/commands/all-commands.ts';
import { createWording } from '../../src/commands/create-wording.ts';
import type { RawOptions } from '../../src/commands/option.ts';
import type { Page, Reply } from '../../src/commands/reply.ts';
import { runAction } from '../../src/commands/run-action.ts';
import type { FaultReport } from '../../src/commands/run-command.ts';
import { runCommand } from '../../src/commands/run-command.ts';
import { createModelCatalog } from '../../src/core/create-model-catalog.ts';
import type { Generation } from '../../src/core/generation.ts';
import type { GenerationRequest } from '../../src/core/generation-request.ts';
import type { ModelCatalog } from '../../src/core/model-catalog.ts';
import type { CoreUnderTest, CoreUnderTestOptions } from '../core/support/core-under-test.ts';
import { createCoreUnderTest } from '../core/support/core-under-test.ts';
import { wishFor } from '../core/support/wishes.ts';
import { houseOf } from './house-of.ts';

const platforms = ['discord', 'telegram'];

/** Who does something, by default Ada, in English. */
export interface Doer {
  readonly personId?: string;
  readonly language?: string;
  readonly platform?: string;
  readonly isSeenByOthers?: boolean;
  readonly placeId?: string;
  readonly isPrivateChat?: boolean;
  readonly roles?: readonly string[];
  readonly channels?: readonly string[];
  readonly repliesToId?: string;
  readonly mayManage?: () => Promise<boolean>;
}

/** People who use commands and buttons of the real core, without a platform between. */
export class PeopleAtCore {
  readonly core: CoreUnderTest;
  readonly catalog: ModelCatalog;
  readonly faults: FaultReport[] = [];
  readonly #adminIds: readonly string[];
  #count = 0;

  constructor(core: CoreUnderTest, catalog: ModelCatalog, adminIds: readonly string[]) {
    this.#adminIds = adminIds;
    this.core = core;
    this.catalog = catalog;
  }

  static async start(
    options: CoreUnderTestOptions = {},
    catalog = createModelCatalog(),
  ): Promise<PeopleAtCore> {
    const core = await createCoreUnderTest(options);
    await core.core.start();
    return new PeopleAtCore(core, catalog, options.adminIds ?? []);
  }

  use(name: string, raw: RawOptions = {}, doer: Doer = {}): Promise<Reply> {
    const [whole = '', part] = name.split(' ');
    const found = allCommands.find((one) => one.name === whole);
    const command = part === undefined ? found : found?.subcommands?.find((one) => one.name === part);
    if (command === undefined) throw new Error(`Expected a command ${name}`);
    const invocation = { ...this.#place(doer), pictures: [] };
    return runCommand({ ...this.#tools(), command, invocation, raw });
  }

  press(buttonId: string, doer: Doer = {}): Promise<Reply> {
    const press = { ...this.#place(doer), buttonId, mayModerate: async () => false };
    return runAction({ ...this.#tools(), press, answers: undefined });
  }

  /** Presses the only button of a page that has this label. */
  pressOn(page: Page, label: string, doer: Doer = {}): Promise<Reply> {
    return this.press(buttonOn(page, label), doer);
  }

  async accepted(prompt: string, change: Partial<GenerationRequest> = {}): Promise<Generation> {
    const wish = wishFor({ prompt, ...change.wish });
    const acceptance = await this.core.ask('test:ada', { ...change, wish: { ...wish, prompt } });
    if (acceptance.kind !== 'accepted') throw new Error(`Expected an acceptance, got ${acceptance.kind}`);
    await this.core.settled();
    return acceptance.generation;
  }

  async painted(prompt: string, change: Partial<GenerationRequest> = {}): Promise<Generation> {
    const generation = await this.accepted(prompt, change);
    await this.succeed(generation);
    return generation;
  }

  async succeed({ id }: Generation): Promise<void> {
    this.core.model.open.get(id)?.succeed();
    await this.core.settled();
  }

  #tools() {
    const { catalog } = this;
    return {
      services: {
        ...this.core.core,
        house: houseOf(this.core.core, this.#adminIds),
        catalog,
        isSandbox: false,
        platforms,
        now: () => this.core.clock.nowMs,
      },
      wording: createWording({ catalog, isSandbox: false, now: () => this.core.clock.nowMs }),
      reportFault: (report: FaultReport) => void this.faults.push(report),
    };
  }

  #place(doer: Doer) {
    this.#count += 1;
    return {
      sourceKey: `test:people:${this.#count}`,
      platform: 'test',
      personId: 'test:ada',
      placeId: 'test:place',
      isSeenByOthers: false,
      isPrivateChat: false,
      mayManage: async () => false,
      language: 'en',
      ...doer,
      addressFor: async () => ({
        kind: 'address' as const,
        address: { platform: 'test', isDurable: false },
      }),
    };
  }
}

export function pageOf(reply: Reply): Page {
  if (reply.kind !== 'page') throw new Error(`Expected a page, got ${JSON.stringify(reply)}`);
  return reply.page;
}

export function labelsOf(page: Page): readonly (readonly string[])[] {
  return page.buttons.map((row) => row.map(({ label }) => label));
}

export function buttonOn(page: Page, label: string): string {
  const found = page.buttons.flat().filter((button) => button.label === label);
  const [button] = found;
  if (button === undefined || found.length > 1) throw new Error(`Expected one ${label}: ${labelsOf(page)}`);
  return button.id;
}
