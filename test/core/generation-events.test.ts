import { describe, expect, test } from 'vitest';
import { type GenerationEvent, GenerationEvents } from '../../src/core/generation-events.ts';
import type { Log, LogFields } from '../../src/core/log.ts';

const accepted: GenerationEvent = { name: 'generation-accepted', generationId: 'a' };
const refused: GenerationEvent = { name: 'generation-refused', reason: 'queue-full' };

function recordingLog(): Log & { readonly errors: LogFields[] } {
  const errors: LogFields[] = [];
  const ignore = () => {};
  return { errors, debug: ignore, info: ignore, warn: ignore, error: (fields) => void errors.push(fields) };
}

describe('generation events', () => {
  test('reach every listener in the order in which they happen', () => {
    const events = new GenerationEvents(recordingLog());
    const first: string[] = [];
    const second: string[] = [];
    events.listen((event) => first.push(event.name));
    events.listen((event) => second.push(event.name));

    events.emit(accepted);
    events.emit(refused);

    expect(first).toEqual(['generation-accepted', 'generation-refused']);
    expect(second).toEqual(first);
  });

  test('a listener that throws is logged and disturbs nobody', () => {
    const log = recordingLog();
    const events = new GenerationEvents(log);
    const fault = new Error('broken listener');
    const heard: GenerationEvent[] = [];
    events.listen(() => {
      throw fault;
    });
    events.listen((event) => heard.push(event));

    events.emit(accepted);

    expect(heard).toEqual([accepted]);
    expect(log.errors).toEqual([{ error: fault, event: 'generation-accepted' }]);
  });

  test('nothing is heard after the listener left, even when it was registered twice', () => {
    const events = new GenerationEvents(recordingLog());
    const heard: GenerationEvent[] = [];
    const listener = (event: GenerationEvent) => void heard.push(event);
    const leave = events.listen(listener);
    events.listen(listener);

    leave();
    leave();
    events.emit(accepted);

    expect(heard).toEqual([accepted]);
  });

  test('a listener that leaves while an event is told does not hide it from the next one', () => {
    const events = new GenerationEvents(recordingLog());
    const heard: string[] = [];
    const leave = events.listen(() => leave());
    events.listen((event) => heard.push(event.name));

    events.emit(accepted);

    expect(heard).toEqual(['generation-accepted']);
  });
});
