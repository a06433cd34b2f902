import type { LookupAddress } from 'node:dns';
import type { LookupFunction, Socket } from 'node:net';
import { connect as connectPlain, isIP } from 'node:net';
import { connect as connectTls } from 'node:tls';

export interface DialTarget {
  /** The name that the server is asked for, for TLS; the connection itself goes to the addresses. */
  readonly host: string;
  /** Checked addresses; the connection goes to one of these and to nowhere else. */
  readonly addresses: readonly LookupAddress[];
  readonly port: number;
  readonly isTls: boolean;
}

/** Opens a connection. */
export type Dial = (target: DialTarget) => Socket;

/** Connects over TCP or TLS to the first of the addresses that answers. Certificates are checked against the name. */
export const dialDirectly: Dial = ({ host, addresses, port, isTls }) => {
  const lookup = pinnedLookup(addresses);
  // Also says `rejectUnauthorized`, so that no setting of the environment turns the check off.
  const tls = { ALPNProtocols: ['http/1.1'], rejectUnauthorized: true };
  const servername = isIP(host) === 0 ? { servername: host } : {};
  return isTls
    ? connectTls({ host, port, lookup, ...tls, ...servername })
    : connectPlain({ host, port, lookup });
};

function pinnedLookup(addresses: readonly LookupAddress[]): LookupFunction {
  return (_hostname, { all }, callback) => {
    const [first] = addresses;
    if (all === true) callback(null, [...addresses]);
    else callback(null, first?.address ?? '', first?.family);
  };
}
