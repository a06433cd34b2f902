import type { Config } from './config/config.ts';
import type { ImageModel } from './core/image-model.ts';
import type { Log } from './core/log.ts';
import type { ModelCatalog } from './core/model-catalog.ts';
import { RunwareImageModel } from './core/runware/runware-image-model.ts';
import { startSandbox } from './core/sandbox/start-sandbox.ts';

export interface OpenedImageModel {
  readonly model: ImageModel;
  readonly close: () => Promise<void>;
}

export interface ImageModelTools {
  readonly catalog: ModelCatalog;
  readonly log: Log;
  /** Told of every call that the service puts off. */
  readonly onRateLimited?: () => void;
}

/** Connects to Runware, or starts the sandbox and connects to that: the client is the same. */
export async function openImageModel(
  runware: Config['runware'],
  { catalog, log, onRateLimited = () => {} }: ImageModelTools,
): Promise<OpenedImageModel> {
  if (runware !== 'sandbox') {
    const noticing: typeof fetch = async (...call) => {
      const response = await fetch(...call);
      if (response.status === 429) onRateLimited();
      return response;
    };
    const model = new RunwareImageModel({ url: runware.url, apiKey: runware.key, log, fetch: noticing });
    return { model, close: async () => {} };
  }
  const sandbox = await startSandbox({ catalog });
  log.warn({ url: sandbox.url }, 'the sandbox paints: no real model is used, and nothing is paid');
  const model = new RunwareImageModel({ url: sandbox.url, apiKey: sandbox.apiKey, log });
  return { model, close: () => sandbox.stop() };
}
