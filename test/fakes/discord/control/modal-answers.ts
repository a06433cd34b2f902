import { ComponentType as Type } from 'discord-api-types/v10';
import type { Channel, Component, Modal } from '../entities.ts';
import type { World } from '../world.ts';
import { fitsFileTypes, type PickedFile, type Resolved, uploadFor } from './command-options.ts';

/** What a person enters, by the custom_id of the input. */
export type ModalAnswers = Readonly<
  Record<string, string | boolean | readonly string[] | readonly PickedFile[]>
>;

interface Filling {
  readonly world: World;
  readonly modal: Modal;
  readonly answers: ModalAnswers;
  readonly channel: Channel;
}

/**
 * The `data.components` of a submitted modal.
 * https://discord.com/developers/docs/interactions/receiving-and-responding#interaction-object-modal-submit-data-structure
 * @throws Error when an answer fits no input, or the client of the platform would not let it through.
 */
export function fillModal(filling: Filling): { components: Record<string, unknown>[]; resolved: Resolved } {
  const resolved: Resolved = {};
  const used = new Set<string>();
  const fill = (input: Component): Record<string, unknown> => {
    const name = input.custom_id ?? '';
    used.add(name);
    return { type: input.type, id: input.id ?? 0, custom_id: name, ...answerTo(filling, input, resolved) };
  };
  const components = filling.modal.components.map((component, index): Record<string, unknown> => {
    const base = { type: component.type, id: component.id ?? index + 1 };
    if (component.component) return { ...base, component: fill(component.component) };
    if (component.components) return { ...base, components: component.components.map(fill) };
    return base;
  });
  const unknown = Object.keys(filling.answers).filter((name) => !used.has(name));
  if (unknown.length > 0) {
    throw new Error(`The modal has no input ${unknown.join(', ')}; there are: ${[...used].join(', ')}`);
  }
  return { components, resolved };
}

function answerTo(
  { world, answers, channel }: Filling,
  input: Component,
  resolved: Resolved,
): Record<string, unknown> {
  const name = input.custom_id ?? '';
  const answer = answers[name];
  const refuse = (expected: string): never => {
    throw new Error(`Expected the answer to "${name}" to be ${expected}`);
  };
  const isRequired = input.required ?? true;
  switch (input.type) {
    case Type.TextInput: {
      const text = answer ?? '';
      if (typeof text !== 'string') return refuse('a text');
      const least = input.min_length ?? (isRequired ? 1 : 0);
      const fits =
        text.length <= (input.max_length ?? 4_000) && (text.length >= least || (!isRequired && text === ''));
      return fits
        ? { value: text }
        : refuse(`between ${least} and ${input.max_length ?? 4_000} characters long`);
    }
    case Type.FileUpload: {
      const files = listOf(answer).filter((file): file is PickedFile => typeof file === 'object');
      requireCount(input, files.length, refuse);
      if (!files.every((file) => fitsFileTypes(input.file_types, file)))
        return refuse(`of type ${input.file_types}`);
      return { values: files.map((file) => uploadFor(world, channel, { file, resolved }).id) };
    }
    case Type.Checkbox:
      return { value: answer === true };
    case Type.RadioGroup:
      return { value: answer ?? null };
    default: {
      const values = listOf(answer).filter((value) => typeof value === 'string');
      requireCount(input, values.length, refuse);
      const known = input.options?.map((option) => option.value);
      if (known && !values.every((value) => known.includes(value)))
        return refuse(`out of ${known.join(', ')}`);
      return { values };
    }
  }
}

function listOf(answer: ModalAnswers[string] | undefined): readonly (string | PickedFile)[] {
  if (answer === undefined || typeof answer === 'boolean') return [];
  return typeof answer === 'string' ? [answer] : answer;
}

function requireCount(input: Component, count: number, refuse: (expected: string) => never): void {
  const isLeftOut = count === 0 && input.required === false;
  const least = input.min_values ?? 1;
  const most = input.max_values ?? 1;
  if (!isLeftOut && (count < least || count > most)) refuse(`between ${least} and ${most} items`);
}
