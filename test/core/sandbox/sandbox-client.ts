import { randomUUID } from 'node:crypto';
import type { Sandbox } from '../../../src/core/sandbox/start-sandbox.ts';

export interface WireAnswer {
  readonly status: number;
  readonly body: {
    readonly data?: readonly Record<string, unknown>[];
    readonly errors?: readonly Record<string, unknown>[];
  };
}

/** Posts tasks the way the API's notes do. */
export async function post(
  sandbox: Sandbox,
  tasks: unknown,
  { url = sandbox.url, apiKey = sandbox.apiKey }: { url?: string; apiKey?: string } = {},
): Promise<WireAnswer> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
    body: typeof tasks === 'string' ? tasks : JSON.stringify(tasks),
  });
  return { status: response.status, body: (await response.json()) as WireAnswer['body'] };
}

/** The text-to-image task of the notes. */
export function paintTask(changes: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    taskType: 'imageInference',
    numberResults: 1,
    outputFormat: 'JPEG',
    includeCost: true,
    outputType: ['URL'],
    model: 'google:4@1',
    positivePrompt: 'Beautiful sunset over mountains, photorealistic',
    taskUUID: randomUUID(),
    ...changes,
  };
}

export async function download(url: unknown): Promise<{ bytes: Buffer; mediaType: string | null }> {
  const response = await fetch(String(url));
  if (response.status !== 200) throw new Error(`expected the picture, got ${response.status}`);
  return {
    bytes: Buffer.from(await response.arrayBuffer()),
    mediaType: response.headers.get('content-type'),
  };
}
