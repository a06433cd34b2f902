import { expect, test } from 'vitest';
import { Door } from '../../../src/bots/discord/door.ts';

/** A crowd before one door, of whom everybody stays inside until told to leave. */
function crowd(size: number) {
  const door = new Door();
  const entered: number[] = [];
  const people = Array.from({ length: size }, (_, person) => {
    const { promise: stay, resolve: leave, reject: fail } = Promise.withResolvers<void>();
    const inside = Promise.withResolvers<void>();
    const passed = door.pass(() => {
      entered.push(person);
      inside.resolve();
      return stay;
    });
    return { fail, inside: inside.promise, leave, passed };
  });
  const at = (person: number) => {
    const found = people[person];
    if (found === undefined) throw new Error(`Expected ${person} to be in the crowd`);
    return found;
  };
  const leaveAll = async () => {
    for (const { leave } of people) leave();
    await Promise.allSettled(people.map(({ passed }) => passed));
  };
  return { at, entered, leaveAll };
}

const numbers = (length: number) => Array.from({ length }, (_, number) => number);

test('lets in fifty, and whoever came next once one of them has left', async () => {
  const { at, entered, leaveAll } = crowd(53);
  await at(49).inside;
  expect(entered).toEqual(numbers(50));
  at(20).leave();
  await at(20).passed;
  await at(50).inside;
  at(3).fail(new Error('nothing came of it'));
  await expect(at(3).passed).rejects.toThrow('nothing came of it');
  await at(51).inside;
  expect(entered).toEqual(numbers(52));
  await leaveAll();
  expect(entered).toEqual(numbers(53));
});

test('lets others in past those who stay long, and for each of them only once', async () => {
  const { at, entered, leaveAll } = crowd(152);
  await at(99).inside;
  expect(entered).toEqual(numbers(100));
  // Its place was given away before.
  at(0).leave();
  await at(0).passed;
  at(50).leave();
  await Promise.all([at(50).passed, at(100).inside]);
  expect(entered).toEqual(numbers(101));
  await leaveAll();
  expect(entered).toEqual(numbers(152));
});
