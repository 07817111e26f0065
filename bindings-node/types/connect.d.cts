/**
 * How a connection is made: who connects, and what can be said about it.
 *
 * Times are in milliseconds.
 */
import type { SecretText } from '../index.cjs'

/**
 * What is used of an `AbortSignal`; written out because not every program has its type.
 */
export interface CancelSignal {
  /** True once it was aborted. */
  readonly aborted: boolean
  /** Adds a listener. */
  addEventListener(type: 'abort', listener: () => void): void
  /** Removes a listener. */
  removeEventListener(type: 'abort', listener: () => void): void
}

/** What every call that asks a server may be told. */
export interface CallOptions {
  /**
   * Cancels the call: what is being sent is dropped, and the promise rejected with a
   * {@link GatewrightError} of kind `Cancelled`. The connection can be used further.
   *
   * @example
   * ```js
   * await controlPlane.publish(publications, { signal: AbortSignal.timeout(60_000) })
   * ```
   */
  readonly signal?: CancelSignal | null | undefined
}

/** A secret as it is given: as it is, or as it was got. */
export type Secret = string | SecretText

/** A client that is registered already. */
export interface RegisteredClient {
  /** Its identifier. */
  readonly clientId: string
  /** Its secret. */
  readonly clientSecret: Secret
}

/** Who talks to the control plane. They do not print their secrets. */
export class Credentials {
  private constructor()
  /**
   * A user: a client is registered under a name of the user's own (or found again), unless one is
   * given. Tokens are taken by the password grant and renewed before they expire.
   */
  static password(user: string, password: Secret, options?: RegisteredClient): Credentials
  /** A client without a user: tokens are taken by the client-credentials grant. */
  static client(id: string, secret: Secret): Credentials
  /** An access token that was obtained elsewhere. It cannot be renewed. */
  static token(token: Secret): Credentials
  /** A user's name and password, sent with each request; the user's roles stand in for scopes. */
  static basic(user: string, password: Secret): Credentials
  /** What may be printed. */
  toString(): string
  /** What may be printed. */
  toJSON(): string
}

/** What can be said about a connection beyond its URL and credentials. */
export interface ConnectOptions extends CallOptions {
  /** The release, such as `4.7`, instead of asking the server. */
  readonly release?: string | null | undefined
  /** Where the Developer Portal's API is, when not at the control plane's URL. */
  readonly devportalUrl?: string | null | undefined
  /** The whole address of the token endpoint, such as `https://km.example.com:9443/oauth2/token`. */
  readonly tokenUrl?: string | null | undefined
  /** The tenant, such as `example.com`. */
  readonly tenant?: string | null | undefined
  /** Certificates to trust beside the platform's, as PEM texts. */
  readonly caCertificates?: string | Iterable<string> | null | undefined
  /** How long making a connection may take, in milliseconds; 5000 when absent. */
  readonly connectTimeout?: number | null | undefined
  /** How long one request may take to the last byte of its answer, in milliseconds; 60000 when absent. */
  readonly requestTimeout?: number | null | undefined
  /** Lets `http://` URLs of other computers carry credentials, where everyone on the way reads them. */
  readonly dangerAllowPlainHttp?: boolean | null | undefined
  /** Accepts any certificate of anybody: whoever stands on the way can read and change everything. */
  readonly dangerAcceptInvalidCertificates?: boolean | null | undefined
}
