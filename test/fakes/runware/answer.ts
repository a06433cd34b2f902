import type { VendorError } from './vendor-errors.ts';

/** What the server does with the connection in the end. */
export type Answer =
  | {
      readonly kind: 'reply';
      readonly status: number;
      readonly body: string;
      readonly headers: Readonly<Record<string, string>>;
    }
  | { readonly kind: 'cut-off'; readonly body: string }
  | { readonly kind: 'reset' }
  | { readonly kind: 'hang' };

export interface Envelope {
  readonly data?: readonly unknown[] | unknown;
  readonly errors?: readonly VendorError[];
}

export function json(envelope: Envelope, status = 200, headers: Record<string, string> = {}): Answer {
  const body = JSON.stringify(envelope);
  return { kind: 'reply', status, body, headers: { 'content-type': 'application/json', ...headers } };
}
