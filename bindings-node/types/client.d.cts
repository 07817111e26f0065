/**
 * A running API-M: connections, what they list, applications, keys and tokens.
 *
 * Whatever asks the server gives a promise. Times are in milliseconds.
 */
import type { EnvironmentType, KeyType, SecretText } from '../index.cjs'
import type { Outcome, Plan, Publication, PublicationFields, Verification } from './publish.cjs'

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

/** A gateway environment as the Publisher lists it. */
export interface GatewayEnvironment {
  /** Its name: what publications name. */
  readonly name: string
  /** What people are shown; empty in 3.x. */
  readonly displayName: string
  /** Which keys it accepts. */
  readonly type: EnvironmentType
  /** Whether the try-out lists it. */
  readonly displayInApiConsole: boolean
  /** The HTTP base URL of its gateways. */
  readonly httpUrl: string | null
  /** The HTTPS base URL of its gateways; of its first virtual host since 4.0. */
  readonly httpsUrl: string | null
  /** Its virtual hosts, the default one first; none in 3.x. */
  readonly virtualHosts: readonly VirtualHost[]
}

/** A host name at which an environment's gateways offer APIs, since 4.0. */
export interface VirtualHost {
  /** The host. */
  readonly host: string
  /** The HTTP base URL. */
  readonly httpUrl: string | null
  /** The HTTPS base URL. */
  readonly httpsUrl: string | null
}

/** An API as the Publisher lists it. */
export interface ApiSummary {
  /** API-M's identifier. */
  readonly id: string
  /** The name. */
  readonly name: string
  /** The version. */
  readonly version: string
  /** The context, such as `/pets`. */
  readonly context: string
  /** Who made it. */
  readonly provider: string
  /** The lifecycle state as API-M spells it: `CREATED`, `PUBLISHED`, … */
  readonly lifecycle: string
}

/** At which URLs the Developer Portal offers an API in one environment. */
export interface EndpointUrls {
  /** The environment's name. */
  readonly environment: string
  /** Its type, when the portal names a known one. */
  readonly type: EnvironmentType | null
  /** The API's URL over HTTP, when offered. */
  readonly http: string | null
  /** The API's URL over HTTPS, when offered. */
  readonly https: string | null
  /** The API's URL over WebSocket, when offered. */
  readonly ws: string | null
  /** The API's URL over secure WebSocket, when offered. */
  readonly wss: string | null
}

/** Where applications get their tokens. */
export interface TokenEndpoint {
  /** The environment whose gateway it is (3.x); `null` for the control plane's. */
  readonly environment: string | null
  /** The whole URL. */
  readonly url: string
}

/** How an application proves for whom it asks. It does not print its secrets. */
export class Grant {
  private constructor()
  /** For itself. */
  static clientCredentials(): Grant
  /** For a user. */
  static password(user: string, password: Secret): Grant
  /** For whom it asked before. */
  static refreshToken(token: Secret): Grant
  /** What may be printed. */
  toString(): string
  /** What may be printed. */
  toJSON(): string
}

/** An access token of an application. It does not print its secrets. */
export class AccessToken {
  private constructor()
  /** What is sent as `Authorization: Bearer`. */
  readonly token: SecretText
  /** What renews it, when there is such a thing. */
  readonly refreshToken: SecretText | null
  /** How long it lives, in milliseconds; `null` when it does not expire. */
  readonly expiresIn: number | null
  /** The scopes that were granted. */
  readonly scopes: readonly string[]
  /** What `JSON.stringify` shows: no secret. */
  toJSON(): object
}

/** The consumer key and secret of an application for one key type. The secret does not print. */
export class ApplicationKeys {
  /** Keys that were obtained earlier, such as those of a 4.7, which shows a secret only once. */
  constructor(keyType: KeyType, consumerKey: string, consumerSecret: Secret)
  /** Which gateways take tokens of these keys. */
  readonly keyType: KeyType
  /** The public half. */
  readonly consumerKey: string
  /** The secret half. */
  readonly consumerSecret: SecretText
  /** What `JSON.stringify` shows: no secret. */
  toJSON(): object
}

/** An application of the user's: what calls APIs. {@link ControlPlane.application} gives it. */
export class Application {
  private constructor()
  /** API-M's identifier. */
  readonly id: string
  /** The name. */
  readonly name: string
  /**
   * Subscribes it to a published API, with the plan `Unlimited` where the API offers it and its
   * first plan elsewhere. A subscription that is there stays as it is.
   */
  subscribe(api: string, version: string, options?: CallOptions): Promise<void>
  /**
   * Its keys of this type: those that are there, or new ones.
   *
   * @throws {@link GatewrightError} `secret-not-shown` when there are keys and the server does not
   * show their secret again (4.7), `approval-pending` when somebody has to approve first.
   */
  keys(keyType: KeyType, options?: CallOptions): Promise<ApplicationKeys>
  /** What `JSON.stringify` shows. */
  toJSON(): object
}

/**
 * A running control plane.
 *
 * @example
 * ```js
 * import { ControlPlane, Credentials } from 'gatewright'
 *
 * const credentials = Credentials.password('admin', process.env.APIM_PASSWORD)
 * const controlPlane = await ControlPlane.connect('https://localhost:9443', credentials)
 * for (const { name, type } of await controlPlane.environments()) console.log(name, type)
 * ```
 */
export class ControlPlane {
  private constructor()
  /**
   * Connects: asks for the release unless it is given, and takes a first token, so that wrong
   * credentials fail here.
   *
   * @throws {@link GatewrightError} of kind `InvalidInput`, `Connect`, `Timeout`, `Tls`,
   * `Unauthenticated`, or `Unsupported` when it is no API-M.
   */
  static connect(
    url: string,
    credentials: Credentials,
    options?: ConnectOptions,
  ): Promise<ControlPlane>
  /** The server's release, as it was given or asked. */
  get release(): string
  /** The URL that was connected to, without a slash at its end. */
  get url(): string
  /** The gateway environments that APIs can be published to, in the server's order. */
  environments(options?: CallOptions): Promise<readonly GatewayEnvironment[]>
  /** Every API the user may see. */
  apis(options?: CallOptions): Promise<readonly ApiSummary[]>
  /** The API of exactly this name and version. */
  api(name: string, version: string, options?: CallOptions): Promise<ApiSummary>
  /** At which URLs the Developer Portal offers a published API: one entry per environment. */
  endpointUrls(
    name: string,
    version: string,
    options?: CallOptions,
  ): Promise<readonly EndpointUrls[]>
  /**
   * Whether one gateway node holds this API, by the node's own REST API (since 4.0). The URL is the
   * node's management address, such as `https://gateway-1:9444`; the user is one of that node's.
   */
  isOnGateway(
    gatewayUrl: string,
    user: string,
    password: Secret,
    name: string,
    version: string,
    options?: CallOptions,
  ): Promise<boolean>
  /** The user's application of this name: the one that is there, or a new one. */
  application(name: string, options?: CallOptions): Promise<Application>
  /** Where applications get tokens: in 3.x at each environment's gateway, since 4.0 here. */
  tokenEndpoints(options?: CallOptions): Promise<readonly TokenEndpoint[]>
  /**
   * A token for an application, by its keys.
   *
   * @example
   * ```js
   * const application = await controlPlane.application('quickstart')
   * const keys = await application.keys('PRODUCTION')
   * const [{ url }] = await controlPlane.tokenEndpoints()
   * const { token } = await controlPlane.token(url, keys, Grant.clientCredentials())
   * ```
   */
  token(
    tokenUrl: string,
    keys: ApplicationKeys,
    grant: Grant,
    options?: CallOptions,
  ): Promise<AccessToken>
  /** Makes a token worthless at the control plane. */
  revokeToken(keys: ApplicationKeys, token: AccessToken, options?: CallOptions): Promise<void>
  /** Checks publications against the server, and says what is missing for them to be true. */
  plan(
    publications: Iterable<Publication | PublicationFields>,
    options?: CallOptions,
  ): Promise<Plan>
  /**
   * Does what a plan says, step by step, API by API. What fails stands in the outcome; see
   * {@link Outcome.intoResult}.
   */
  apply(plan: Plan, options?: CallOptions): Promise<Outcome>
  /**
   * Plans and applies.
   *
   * @throws {@link GatewrightError} as {@link ControlPlane.plan}; and the first error of the apply,
   * whose context says what was done before it.
   */
  publish(
    publications: Iterable<Publication | PublicationFields>,
    options?: CallOptions,
  ): Promise<Outcome>
  /** Takes an API off one environment; the others keep it. False when it was not there. */
  undeploy(
    name: string,
    version: string,
    environment: string,
    options?: CallOptions,
  ): Promise<boolean>
  /** Reads back how a publication stands: deployed, pending, and at which URLs. */
  verify(publication: Publication | PublicationFields, options?: CallOptions): Promise<Verification>
  /** What `JSON.stringify` shows. */
  toJSON(): object
}
