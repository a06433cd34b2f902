import { describe, expect, test } from 'vitest';
import { allCommands } from '../../src/commands/all-commands.ts';
import type { CommandServices, Invocation } from '../../src/commands/command.ts';
import { createWording } from '../../src/commands/create-wording.ts';
import { lengthOf, toPlainText } from '../../src/commands/join-text.ts';
import { isOfferedOn } from '../../src/commands/offered-on.ts';
import type { RawOptions } from '../../src/commands/option.ts';
import type { Reply } from '../../src/commands/reply.ts';
import { type FaultReport, runCommand } from '../../src/commands/run-command.ts';
import type { Acceptance } from '../../src/core/acceptance-desk.ts';
import { createModelCatalog } from '../../src/core/create-model-catalog.ts';
import type { GenerationRequest } from '../../src/core/generation-request.ts';
import { noSettings } from '../../src/core/person-settings.ts';
import { emptyGallery } from './empty-gallery.ts';
import { keptSettings } from './kept-settings.ts';
import { nobodyLinked } from './nobody-linked.ts';
import { nothingReported } from './nothing-reported.ts';
import { nothingSpent } from './nothing-spent.ts';
import { nothingStored } from './nothing-stored.ts';
import { quietHouse } from './quiet-house.ts';
import { sampleCatalog, sampleGeneration } from './sample-generation.ts';

const address = { platform: 'telegram', isDurable: true };

interface Setting {
  readonly name: string;
  readonly raw?: RawOptions;
  readonly invocation?: Partial<Omit<Invocation, 'values'>>;
  readonly services?: Partial<CommandServices>;
  readonly accept?: (request: GenerationRequest) => Acceptance;
}

async function run({ name, raw = {}, invocation, services, accept }: Setting) {
  const requests: GenerationRequest[] = [];
  const faults: FaultReport[] = [];
  const catalog = services?.catalog ?? sampleCatalog;
  const command = allCommands.find((candidate) => candidate.name === name);
  if (command === undefined) throw new Error(`Expected a command ${name}, found none`);
  const reply = await runCommand({
    command,
    raw,
    invocation: {
      sourceKey: 'telegram:update:81',
      platform: 'telegram',
      personId: 'telegram:7',
      placeId: 'telegram:-9',
      pictures: [],
      isPrivateChat: false,
      isSeenByOthers: true,
      mayManage: async () => false,
      language: 'en',
      addressFor: async () => ({ kind: 'address', address }),
      ...invocation,
    },
    services: {
      catalog,
      isSandbox: false,
      gallery: emptyGallery,
      settings: keptSettings(),
      spending: nothingSpent,
      linking: nobodyLinked,
      privacy: nothingStored,
      reports: nothingReported,
      house: quietHouse,
      now: Date.now,
      platforms: ['discord', 'telegram'],
      generations: {
        request: async (request) => {
          requests.push(request);
          return accept?.(request) ?? { kind: 'accepted', generation: sampleGeneration(), ahead: 0 };
        },
        cancel: () => Promise.reject(new Error('no command of this test cancels')),
        abandonAt: () => Promise.reject(new Error('no command loses a place')),
        acceptedFor: async () => undefined,
        missedBy: async () => [],
        forgetMissed: () => Promise.reject(new Error('nobody missed anything')),
        movePlace: () => Promise.reject(new Error('no command moves a place')),
        unfinished: async () => [],
      },
      ...services,
    },
    wording: createWording({ catalog, isSandbox: services?.isSandbox ?? false }),
    reportFault: (report) => faults.push(report),
  });
  return { reply, requests, faults };
}

function wordsOf(reply: Reply): string {
  if (reply.kind === 'page') return toPlainText(reply.page.text);
  if (!('text' in reply)) throw new Error(`Expected words, got a reply of kind ${reply.kind}`);
  return toPlainText(reply.text);
}

describe('/imagine', () => {
  test('hands the whole wish to the core', async () => {
    const asked: boolean[] = [];
    const { reply, requests } = await run({
      name: 'imagine',
      raw: {
        prompt: 'a fox',
        count: '2',
        model: 'flux',
        aspect: '16x9',
        seed: 7,
        format: 'jpg',
        private: true,
      },
      invocation: {
        language: 'ru',
        roles: ['telegram:anything'],
        addressFor: async ({ isPrivate }) => {
          asked.push(isPrivate);
          return { kind: 'address', address };
        },
      },
    });
    expect(reply.kind).toBe('accepted');
    expect(asked).toEqual([true]);
    expect(requests).toEqual([
      {
        sourceKey: 'telegram:update:81',
        personId: 'telegram:7',
        placeId: 'telegram:-9',
        isPrivateChat: false,
        roles: ['telegram:anything'],
        language: 'ru',
        isPrivate: true,
        address,
        wish: {
          prompt: 'a fox',
          count: 2,
          model: 'flux',
          aspect: '16:9',
          seed: 7,
          format: 'jpeg',
          references: [],
          defaults: noSettings,
        },
      },
    ]);
  });

  test('with words alone asks for nothing else', async () => {
    const { requests } = await run({ name: 'imagine', raw: { prompt: 'a fox' } });
    const nothing = {
      count: undefined,
      model: undefined,
      aspect: undefined,
      seed: undefined,
      format: undefined,
    };
    expect(requests[0]).toMatchObject({ isPrivate: false, wish: { prompt: 'a fox', ...nothing } });
  });

  test('a repeated update is not answered twice', async () => {
    const generation = sampleGeneration({ state: 'running' });
    const { reply } = await run({
      name: 'imagine',
      raw: { prompt: 'a fox' },
      accept: () => ({ kind: 'repeated', generation }),
    });
    expect(reply).toEqual({ kind: 'accepted', generation });
  });

  test('a refusal of the core is put into words', async () => {
    const { reply } = await run({
      name: 'imagine',
      raw: { prompt: 'a fox' },
      accept: () => ({ kind: 'refused', refusal: { reason: 'queue-full', limit: 5 } }),
    });
    expect(reply.kind).toBe('refusal');
    expect(wordsOf(reply)).toContain('5 requests waiting');
  });

  test('without an open private chat nothing is asked of the core, and the link is given', async () => {
    const link = 'https://t.me/easel_bot?start=open';
    const { reply, requests } = await run({
      name: 'imagine',
      raw: { prompt: 'a fox', private: true },
      invocation: { addressFor: async () => ({ kind: 'private-chat-closed', link }) },
    });
    expect(requests).toEqual([]);
    expect(reply.kind === 'refusal' && reply.text.filter((part) => part.link === link)).toHaveLength(1);
  });

  test('bad options are told all at once and never reach the core', async () => {
    const { reply, requests } = await run({ name: 'imagine', raw: { count: '9', steps: '3' } });
    expect(requests).toEqual([]);
    expect(reply.kind).toBe('refusal');
    expect(wordsOf(reply).match(/^• /gm)).toHaveLength(3);
  });

  test('every shape of the catalogue can be asked for', async () => {
    for (const aspect of createModelCatalog().offered.flatMap((model) => Object.keys(model.sizes))) {
      const { requests } = await run({ name: 'imagine', raw: { prompt: 'a fox', aspect } });
      expect(requests[0]?.wish.aspect).toBe(aspect);
    }
  });
});

describe('a fault', () => {
  const secret = 'a very private prompt';
  const failing = () =>
    run({
      name: 'imagine',
      raw: { prompt: secret },
      accept: () => {
        throw new Error('the disk is full');
      },
    });

  test('is answered with a reference that the log shows too', async () => {
    const { reply, faults } = await failing();
    expect(faults).toHaveLength(1);
    expect(faults[0]?.reference).toMatch(/^[2-9A-Z]{8}$/);
    expect(faults[0]?.error).toEqual(new Error('the disk is full'));
    expect(reply.kind).toBe('refusal');
    expect(wordsOf(reply)).toContain(faults[0]?.reference);
    expect(wordsOf(reply)).not.toContain('disk');
  });

  test('is reported without the person’s words', async () => {
    const { faults } = await failing();
    expect(JSON.stringify(faults)).not.toContain(secret);
  });

  test('while the address is looked up is answered too', async () => {
    const { faults, reply } = await run({
      name: 'imagine',
      raw: { prompt: 'a fox' },
      invocation: { addressFor: () => Promise.reject(new Error('offline')) },
    });
    expect(faults).toHaveLength(1);
    expect(wordsOf(reply)).toContain(faults[0]?.reference);
  });
});

describe('screens', () => {
  const catalog = createModelCatalog();
  const places = ['telegram', 'discord'].flatMap((platform) =>
    ['en', 'ru'].map((language) => ({ platform, language })),
  );

  test.each(places)(
    '/models shows every model with its price on $platform in $language',
    async (invocation) => {
      const { reply } = await run({ name: 'models', invocation, services: { catalog } });
      expect(reply.kind).toBe('answer');
      for (const { label } of catalog.offered) expect(wordsOf(reply)).toContain(label);
      expect(wordsOf(reply).match(/\d\s?\$|\$\d/g)?.length).toBe(catalog.offered.length);
      expect(wordsOf(reply).length).toBeLessThanOrEqual(1_900);
    },
  );

  test('/models stays one message when the operator offers very many', async () => {
    const many = Array.from({ length: 60 }, (_, index) => ({
      ...sampleCatalog.defaultModel,
      air: `maker:${index}@1`,
      label: `Model ${index}`,
    }));
    const { reply } = await run({
      name: 'models',
      services: { catalog: { ...sampleCatalog, offered: many } },
    });
    expect(wordsOf(reply)).toMatch(/…and \d+ more\./);
    expect(wordsOf(reply).length).toBeLessThanOrEqual(1_900);
  });

  test.each(places)(
    '/styles shows every style and what one does on $platform in $language',
    async (place) => {
      const { reply } = await run({ name: 'styles', invocation: place, services: { catalog } });
      const text = wordsOf(reply);
      for (const { key, names } of catalog.styles.offered) {
        expect(text).toContain(`${place.language === 'ru' ? names.ru : names.en} · ${key}`);
      }
      const words = place.language === 'ru' ? 'лиса в снегу' : 'a fox in the snow';
      expect(text).toContain(
        place.platform === 'telegram'
          ? `/imagine --style watercolour ${words}`
          : `/imagine prompt:${words} style:watercolour`,
      );
      expect(text).toContain(`${words}\nStyle: loose watercolour`);
    },
  );

  test('/styles stays one message when the operator offers very many', async () => {
    const many = Array.from({ length: 99 }, (_, index) => ({
      key: `style-${index}`,
      names: { en: `A style with number ${index}` },
      template: '{prompt}, in some way',
    }));
    const styles = { offered: many, find: () => undefined };
    const { reply } = await run({ name: 'styles', services: { catalog: { ...catalog, styles } } });
    expect(wordsOf(reply)).toMatch(/…and \d+ more\./);
    expect(wordsOf(reply).length).toBeLessThanOrEqual(1_900);
  });

  test.each(places)(
    '/help is short and names every command on $platform in $language',
    async (invocation) => {
      const text = wordsOf((await run({ name: 'help', invocation })).reply);
      for (const { isForModerators, name } of allCommands.filter((one) =>
        isOfferedOn(one, invocation.platform),
      )) {
        if (['help', 'start'].includes(name)) continue;
        expect(text.includes(`/${name}`), name).toBe(isForModerators !== true);
      }
      expect(text.split('\n').filter((line) => line !== '').length).toBeLessThanOrEqual(10);
      const unknown = await run({ name: 'help', raw: { command: 'me please' }, invocation });
      expect(wordsOf(unknown.reply)).toBe(text);
    },
  );

  test.each(places)('/help imagine tells every option on $platform in $language', async (invocation) => {
    const text = wordsOf((await run({ name: 'help', raw: { command: ' /Imagine ' }, invocation })).reply);
    const sign = invocation.platform === 'telegram' ? '--' : '';
    for (const option of ['count', 'model', 'style', 'aspect', 'seed', 'format', 'private']) {
      expect(text).toContain(`${sign}${option}`);
    }
    expect(text.includes('--')).toBe(invocation.platform === 'telegram');
  });

  test.each(places)('/help tells of each command on $platform in $language', async (invocation) => {
    for (const { name, options } of allCommands.filter((one) => isOfferedOn(one, invocation.platform))) {
      if (['help', 'start', 'admin'].includes(name)) continue;
      const text = wordsOf((await run({ name: 'help', raw: { command: name }, invocation })).reply);
      expect(text.startsWith(`/${name} – `)).toBe(true);
      for (const option of Object.keys(options).filter((one) => one !== 'link' && !/^image/.test(one))) {
        expect(text).toContain(option);
      }
    }
  });

  test('/start greets and shows a command to copy', async () => {
    const { reply } = await run({ name: 'start' });
    expect(wordsOf(reply)).toContain('/imagine a lighthouse at dawn');
  });

  test('in a sandbox every answer says so', async () => {
    const services = { isSandbox: true };
    for (const name of ['models', 'help', 'start', 'usage']) {
      expect(wordsOf((await run({ name, services })).reply)).toContain('🧪');
      expect(wordsOf((await run({ name })).reply)).not.toContain('🧪');
    }
    expect(wordsOf((await run({ name: 'imagine', services })).reply)).toContain('🧪');
    const accept = () => {
      throw new Error('the disk is full');
    };
    expect(
      wordsOf((await run({ name: 'imagine', raw: { prompt: 'a fox' }, services, accept })).reply),
    ).toContain('🧪');
  });

  test('every screen fits one Discord message', async () => {
    for (const { name } of allCommands) {
      const { reply } = await run({
        name,
        invocation: { language: 'ru' },
        services: { isSandbox: true, catalog },
      });
      const text = reply.kind === 'page' ? reply.page.text : 'text' in reply ? reply.text : [];
      expect(lengthOf(text)).toBeLessThanOrEqual(2_000);
    }
  });
});
