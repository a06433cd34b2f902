/** Why a PostgreSQL server did not do what it was asked. */
export interface PostgresFault {
  /** The server's code (https://www.postgresql.org/docs/current/errcodes-appendix.html), or the network's. */
  readonly code: string;
  /** What an operator has to mend; undefined where it may pass by itself. */
  readonly remedy: string | undefined;
}

const remedies: Readonly<Record<string, string>> = {
  '28P01': 'its password is wrong',
  '28000': 'its user may not connect',
  '3D000': 'there is no such database on that server; make it with createdb',
  '42501': 'its user may not make tables there; let it own the database',
  SELF_SIGNED_CERT_IN_CHAIN: 'the certificate of the server is not trusted here',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'the certificate of the server is not trusted here',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'the certificate of the server is not trusted here',
  ERR_TLS_CERT_ALTNAME_INVALID: 'the certificate of the server is for another name',
};

const notConnected = '08001';

/** The driver has no code for a server that is silent, hangs up or knows no TLS. @returns what came, or its like with one. */
export function withCode(error: unknown): unknown {
  if (toPostgresFault(error) !== undefined) return error;
  return Object.assign(new Error('no connection to PostgreSQL', { cause: error }), { code: notConnected });
}

/** Undefined for what is no fault of the server or of the way to it. */
export function toPostgresFault(error: unknown): PostgresFault | undefined {
  if (error instanceof AggregateError) return toPostgresFault(error.errors[0]);
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? { code, remedy: remedies[code] } : undefined;
}
