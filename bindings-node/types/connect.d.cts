/**
 * How a connection is made: who connects, and what can be said about it.
 *
 * Times are in milliseconds.
 */
import type { Path, SecretText } from '../index.cjs'

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
  /**
   * An access token that was obtained elsewhere and lives that long from now, in milliseconds. From a
   * {@link Credentials.callback}, it is asked for again in time.
   */
  static expiringToken(token: Secret, expiresIn: number): Credentials
  /** A user's name and password, sent with each request; the user's roles stand in for scopes. */
  static basic(user: string, password: Secret): Credentials
  /**
   * What the environment says: `GATEWRIGHT_USERNAME` and `GATEWRIGHT_PASSWORD` (a user; with
   * `GATEWRIGHT_BASIC=true` sent with each request), `GATEWRIGHT_CLIENT_ID` and
   * `GATEWRIGHT_CLIENT_SECRET` (a client, or the user's), or `GATEWRIGHT_TOKEN`. An empty variable
   * counts as one that is not set.
   *
   * Read are the variables that the process was started with or that were set in `process.env` of the
   * main thread since.
   *
   * @throws {@link GatewrightError} `no-credentials` when none is set, `incomplete-credentials` when
   * one of a pair is missing, `ambiguous-credentials` when they say two things.
   */
  static fromEnvironment(): Credentials
  /**
   * What a file says: TOML, or JSON when its name ends in `.json`. Its keys are `username`,
   * `password`, `client_id`, `client_secret`, `token` and `basic`; they go together as the variables of
   * {@link Credentials.fromEnvironment} do. It is read once, here. On Unix a file that others may
   * write is refused, and one that others may read is told in {@link ControlPlane.warnings}.
   *
   * @throws {@link GatewrightError} `invalid-credentials-file` with line and column,
   * `insecure-credentials-file`, and those of {@link Credentials.fromEnvironment}.
   */
  static fromFile(path: Path): Credentials
  /**
   * What a function says, such as one that asks a vault. It is asked when credentials are first
   * needed, and again when a token it gave expires or what it gave is refused: by one call at a time,
   * however many wait. What it gives may be of any kind but a callback.
   *
   * An error it throws is the `cause` of the error of the operation that needed the credentials:
   * kind `Unauthenticated`, code `credentials-callback-failed`.
   *
   * @example
   * ```js
   * const credentials = Credentials.callback(async () =>
   *   Credentials.expiringToken(await tokenOfTheVault(), 900_000),
   * )
   * ```
   */
  static callback(ask: () => Credentials | PromiseLike<Credentials>): Credentials
  /** What may be printed. */
  toString(): string
  /** What may be printed. */
  toJSON(): string
}

/** What can be said about a connection beyond its URL and credentials. */
export interface ConnectOptions extends CallOptions {
  /** The release, such as `4.7`, instead of asking the server. */
  readonly release?: string | null | undefined
  /** Where the Publisher's API is, when not at the control plane's URL. */
  readonly publisherUrl?: string | null | undefined
  /** Where the Admin API is, when not at the control plane's URL. */
  readonly adminUrl?: string | null | undefined
  /** Where the Developer Portal's API is, when not at the control plane's URL. */
  readonly devportalUrl?: string | null | undefined
  /** The whole address of the token endpoint, such as `https://km.example.com:9443/oauth2/token`. */
  readonly tokenUrl?: string | null | undefined
  /** The whole address of what revokes tokens, when not the neighbour `revoke` of the token endpoint. */
  readonly revokeUrl?: string | null | undefined
  /** Where clients are registered, when not at the control plane's URL. */
  readonly registrationUrl?: string | null | undefined
  /** The tenant, such as `example.com`. */
  readonly tenant?: string | null | undefined
  /** Certificates to trust beside the platform's, as PEM texts. */
  readonly caCertificates?: string | Iterable<string> | null | undefined
  /** A certificate that proves who the client is (mutual TLS). */
  readonly clientCertificate?: ClientCertificate | null | undefined
  /**
   * A proxy for all connections but those to this computer: `http://proxy.example.com:3128` or
   * `https://…`, with `user:password@` before the host when it asks for them. It goes before the
   * environment's. Other kinds, such as `socks5://`, are refused.
   */
  readonly proxy?: Secret | null | undefined
  /**
   * Leaves the environment's proxies alone. Otherwise `HTTPS_PROXY`, `HTTP_PROXY` and `ALL_PROXY` name
   * proxies and `NO_PROXY` the hosts to reach directly, as for other programs.
   */
  readonly withoutEnvironmentProxy?: boolean | null | undefined
  /** What follows `gatewright/<version>` in the header `User-Agent`, such as `deploy-pipeline/2.1`. */
  readonly userAgent?: string | null | undefined
  /**
   * Headers of one's own, asked for before each request to API-M: what a load balancer or an audit
   * wants. What the client sets itself (`Authorization`, `Host`, …) is refused. Calls through gateways
   * have headers of their own.
   *
   * An error it throws is the `cause` of the error of the operation, code `headers-callback-failed`.
   *
   * @example
   * ```js
   * const headers = () => ({ 'X-Change-Ticket': 'CHG-1234' })
   * await ControlPlane.connect('https://cp:9443', credentials, { headers })
   * ```
   */
  readonly headers?: (() => OwnHeaders | PromiseLike<OwnHeaders>) | null | undefined
  /** How failures are repeated. */
  readonly retry?: RetryOptions | null | undefined
  /**
   * How many requests to the control plane are under way at most; 16 when absent. A session starts
   * with 4, grows while as many succeed, and halves when the server asks for fewer.
   */
  readonly maxConcurrency?: number | null | undefined
  /** How long making a connection may take, in milliseconds; 5000 when absent. */
  readonly connectTimeout?: number | null | undefined
  /**
   * How long one attempt of a request may take to the last byte of its answer, in milliseconds; 60000
   * when absent.
   */
  readonly requestTimeout?: number | null | undefined
  /** Lets `http://` URLs of other computers carry credentials, where everyone on the way reads them. */
  readonly dangerAllowPlainHttp?: boolean | null | undefined
  /** Accepts any certificate of anybody: whoever stands on the way can read and change everything. */
  readonly dangerAcceptInvalidCertificates?: boolean | null | undefined
}

/** A certificate that proves who the client is. The key does not print. */
export interface ClientCertificate {
  /** Its chain as PEM text, the client's own first. */
  readonly certificates: string
  /** Its private key as PEM text (PKCS #8, PKCS #1 or SEC1, not encrypted). */
  readonly key: Secret
}

/** Headers of one's own: an object, or pairs where a name comes several times; `null` for none. */
export type OwnHeaders =
  | Readonly<Record<string, Secret>>
  | Iterable<readonly [name: string, value: Secret]>
  | null
  | undefined

/**
 * How a session repeats requests that failed, where that is safe: see `Retry`. What may have been done
 * already is never sent again before the server was read. Times are in milliseconds.
 *
 * The pause before a repetition is drawn between nothing and a bound that doubles from `firstDelay` up
 * to `longestDelay`. A server that says when to come back (`Retry-After`) is obeyed. An error that was
 * given up says in its `context` how many `attempts` were made and why it `gave_up`: for `attempts`,
 * the `budget` or the `deadline`.
 *
 * After a broken connection or a timeout the server may still be at work. It is read at once, and while
 * what was asked for is not there, again after one, two and four times `firstDelay`, before the request
 * is sent again. Give a server that is slower a longer `firstDelay`.
 */
export interface RetryOptions {
  /** No repetition at all, unless the others say otherwise: every failure is told at once. */
  readonly off?: boolean | null | undefined
  /** How often a request is sent at most, the first time included: 1 or more; 4 when absent. */
  readonly attempts?: number | null | undefined
  /** The longest first pause, and the first pause between two readings; 500 when absent. */
  readonly firstDelay?: number | null | undefined
  /** Where the pauses stop growing; 20000 when absent. A longer wish of the server's is obeyed. */
  readonly longestDelay?: number | null | undefined
  /** How many repetitions a session has in store; 100 when absent. */
  readonly budget?: number | null | undefined
  /** How long one request may take with all its repetitions and pauses; 180000 when absent. */
  readonly deadline?: number | null | undefined
}

/**
 * Something about a connection that its owner should know: `newer-release`,
 * `certificates-not-checked`, `plain-http-allowed` or `readable-credentials`.
 */
export class Warning {
  private constructor()
  /** A stable kebab-case name. */
  readonly code: string
  /** What it is, and what to do. */
  readonly message: string
  /** All of it in one line. */
  toString(): string
}
