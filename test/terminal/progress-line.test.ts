import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { ProgressLine } from '../../src/terminal/progress-line.ts';

describe('the progress of a wish', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  function create({ isTTY, columns }: { isTTY: boolean; columns?: number }) {
    let written = '';
    const screen = {
      get written() {
        return written;
      },
      get shown() {
        return lookAt(written);
      },
    };
    const write = (text: string) => {
      written += text;
    };
    return { screen, line: new ProgressLine({ isTTY, columns, write }, Date.now) };
  }

  test('is one plain line for each step where the output is piped', () => {
    const { screen, line } = create({ isTTY: false });
    line.run('Painting.', 10_000);
    vi.advanceTimersByTime(60_000);
    line.run('Painting.', 10_000);
    line.run('Sending.', 1_000);
    line.end();
    expect(screen.written).toBe('Painting.\nSending.\n');
    expect(vi.getTimerCount()).toBe(0);
  });

  test('is a bar below the words on a terminal, which nears its end and never reaches it', () => {
    const { screen, line } = create({ isTTY: true, columns: 80 });
    line.run('Painting.', 10_000);
    expect(screen.shown).toEqual(['Painting.', `[${'░'.repeat(24)}] 0 s`]);
    vi.advanceTimersByTime(10_000);
    expect(screen.shown).toEqual(['Painting.', `[${'█'.repeat(16)}${'░'.repeat(8)}] 10 s`]);
    vi.setSystemTime(Date.now() + 3_600_000);
    vi.advanceTimersByTime(100);
    expect(screen.shown).toEqual(['Painting.', `[${'█'.repeat(23)}░] 3610 s`]);
    line.end();
    expect(screen.shown).toEqual(['Painting.', '']);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('takes the bar away before the next step, and repeats nothing', () => {
    const { screen, line } = create({ isTTY: true, columns: 80 });
    line.run('Painting.', 10_000);
    vi.advanceTimersByTime(3_000);
    line.run('Painting.', 10_000);
    vi.advanceTimersByTime(100);
    expect(screen.shown[1]).toContain(' 3 s');
    line.run('Sending.', 10_000);
    expect(screen.shown).toEqual(['Painting.', 'Sending.', `[${'░'.repeat(24)}] 0 s`]);
    line.end();
    line.end();
    expect(screen.shown).toEqual(['Painting.', 'Sending.', '']);
  });

  test.each([20, 13, 11, 5, 1])('never draws a line that wraps in %i columns', (columns) => {
    const { screen, line } = create({ isTTY: true, columns });
    line.run('Painting.', 10_000);
    vi.setSystemTime(Date.now() + 999_000);
    vi.advanceTimersByTime(100);
    expect(screen.shown[1]?.length).toBeLessThanOrEqual(Math.max(columns, '999 s'.length));
    line.end();
  });

  test('takes a terminal of unknown width for a usual one', () => {
    const { screen, line } = create({ isTTY: true, columns: 0 });
    line.run('Painting.', 10_000);
    expect(screen.shown[1]).toBe(`[${'░'.repeat(24)}] 0 s`);
    line.end();
  });
});

/** What a person sees: lines, of which the last one may have been drawn over. */
function lookAt(written: string): string[] {
  return written.split('\n').map((line) => line.split('\r\u001b[2K').at(-1) ?? '');
}
