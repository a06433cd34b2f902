import type { APIMethodParams, APIMethodReturn, APIMethods } from '@gramio/types';
import type { UploadedFile } from './recorded-call.ts';
import type { World } from './world.ts';

/** A call that passed the schema, on its way to a method. */
export type MethodCall = {
  readonly world: World;
  /** Uploads by the name of their part. */
  readonly files: ReadonlyMap<string, UploadedFile>;
  /** Fires when the caller hangs up. */
  readonly signal: AbortSignal;
};

type Parameters<Method extends keyof APIMethods> =
  APIMethodParams<Method> extends undefined ? Record<string, never> : NonNullable<APIMethodParams<Method>>;

/** The methods that the fake implements, typed by the Bot API; they throw `BotApiError` to refuse. */
export type MethodHandlers = {
  readonly [Method in keyof APIMethods]?: (
    parameters: Parameters<Method>,
    call: MethodCall,
  ) => APIMethodReturn<Method> | Promise<APIMethodReturn<Method>>;
};
