/**
 * What applications should have, and where their secrets go. The operation is
 * {@link ControlPlane.provideAccess}.
 */
import type {
  AccessAction,
  EnvironmentType,
  GatewrightError,
  Handover,
  KeyType,
  Path,
  SecretFileFormat,
  SecretKind,
  SecretText,
} from '../index.cjs'

/** An API an application should be subscribed to. */
export interface WantedSubscription {
  /** The API's name. */
  readonly api: string
  /** The API's version. */
  readonly version: string
  /** The plan; `Unlimited`, or the API's first one, when it is absent. */
  readonly plan?: string | null | undefined
}

/** What an application should have. */
export interface ApplicationAccessOptions {
  /** The plan of an application that is made, instead of `Unlimited`. */
  readonly plan?: string | null | undefined
  /** The description of an application that is made. */
  readonly description?: string | null | undefined
  /** The APIs it should be subscribed to. */
  readonly subscriptions?: Iterable<WantedSubscription> | null | undefined
  /** The types of the keys it should have: one or both. */
  readonly keyTypes?: Iterable<KeyType> | null | undefined
  /** The key manager that the keys are of (since 3.2), instead of API-M's own. */
  readonly keyManager?: string | null | undefined
  /** The grants of new keys, instead of client credentials, password and refresh token. */
  readonly grants?: Iterable<string> | null | undefined
  /** Where authorisation codes are sent, of new keys. */
  readonly callbackUrl?: string | null | undefined
  /** Wants an access token per key type as well. */
  readonly tokens?: boolean | null | undefined
  /** How many milliseconds the tokens shall live, instead of what the server is set to. */
  readonly tokenValidity?: number | null | undefined
  /** The scopes of the tokens. Those that are not granted are told among the differences. */
  readonly scopes?: Iterable<string> | null | undefined
  /** The environments the keys are for; without any, all in which a subscribed API is offered. */
  readonly environments?: Iterable<string> | null | undefined
  /**
   * Consumer secrets that were kept when the keys were made: a server that does not show a secret
   * again (4.7) gives a token for it.
   */
  readonly consumerSecrets?:
    Readonly<Partial<Record<KeyType, string | SecretText>>> | null | undefined
}

/** What an application should have, as one object. */
export interface ApplicationAccessFields extends ApplicationAccessOptions {
  /** The application's name. */
  readonly name: string
}

/**
 * An application, the APIs it should be subscribed to, and the keys and tokens it should have. What
 * is there stays as it is, and what is missing is made; nothing is ever taken away.
 *
 * @example
 * ```js
 * const checkout = new ApplicationAccess('checkout', {
 *   subscriptions: [{ api: 'Orders', version: '1.0.0' }],
 *   keyTypes: [KeyType.Production, KeyType.Sandbox],
 *   tokens: true,
 * })
 * const outcome = await controlPlane.provideAccess([checkout], new SecretFile('secrets.json'))
 * console.log(`${outcome.intoResult()}`)
 * ```
 */
export class ApplicationAccess implements ApplicationAccessFields {
  /** Of the application with this name. */
  constructor(name: string, options?: ApplicationAccessOptions | null)
  /** The application's name. */
  readonly name: string
  /** The plan of an application that is made. */
  readonly plan?: string
  /** The description of an application that is made. */
  readonly description?: string
  /** The APIs it should be subscribed to. */
  readonly subscriptions?: readonly WantedSubscription[]
  /** The types of the keys it should have. */
  readonly keyTypes?: readonly KeyType[]
  /** The key manager that the keys are of. */
  readonly keyManager?: string
  /** The grants of new keys. */
  readonly grants?: readonly string[]
  /** Where authorisation codes are sent. */
  readonly callbackUrl?: string
  /** Whether an access token per key type is wanted as well. */
  readonly tokens?: boolean
  /** How many milliseconds the tokens shall live. */
  readonly tokenValidity?: number
  /** The scopes of the tokens. Those that are not granted are told among the differences. */
  readonly scopes?: readonly string[]
  /** The environments the keys are for. */
  readonly environments?: readonly string[]
}

/** How a file of secrets is written. */
export interface SecretFileOptions {
  /** JSON when it is absent. */
  readonly format?: SecretFileFormat | null | undefined
}

/**
 * A file that secrets go to: its owner's alone (mode 0600), and replaced whole. What else it holds
 * stays. A consumer secret and a token that it holds are not asked for again.
 */
export class SecretFile {
  /** At this path; it is made when it is not there. */
  constructor(path: Path, options?: SecretFileOptions | null)
  /** Where it is, or will be. */
  readonly path: string
  /** How it is written. */
  readonly format: SecretFileFormat
}

/**
 * Where secrets go: a file, or a function that gets each of them. What the function throws, or its
 * promise is rejected with, is the reason why the application was stopped; so is `false`.
 */
export type SecretSink = SecretFile | ((secret: ProvidedSecret) => unknown)

/** A secret on its way to whoever shall have it, with what it is for. The value does not print. */
export class ProvidedSecret {
  private constructor()
  /** The application's name. */
  readonly application: string
  /** The type of its keys. */
  readonly keyType: KeyType
  /** Whose they are; empty before 3.2. */
  readonly keyManager: string
  /** The public half of the keys. */
  readonly consumerKey: string
  /** Which secret it is. */
  readonly kind: SecretKind
  /** The secret. */
  readonly value: SecretText
  /** When a token expires; null for one that does not, and for a consumer secret. */
  readonly expiresAt: Date | null
  /** The scopes of a token. */
  readonly scopes: readonly string[]
  /** The environments that take tokens of these keys, with the URLs of the APIs. */
  readonly environments: readonly EnvironmentAccess[]
}

/** Where an API is offered in an environment. */
export interface ApiAddress {
  /** The API's name. */
  readonly api: string
  /** The API's version. */
  readonly version: string
  /** Its URL over HTTP, when offered. */
  readonly http: string | null
  /** Its URL over HTTPS, when offered. */
  readonly https: string | null
  /** Its URL over WebSocket, when offered. */
  readonly ws: string | null
  /** Its URL over secure WebSocket, when offered. */
  readonly wss: string | null
}

/** An environment an application has access to. */
export class EnvironmentAccess {
  private constructor()
  /** The environment's name. */
  readonly environment: string
  /** Its type, as the Developer Portal says it. */
  readonly environmentType: EnvironmentType
  /** The wanted key types whose tokens its gateways take; empty when they take none of them. */
  readonly keyTypes: readonly KeyType[]
  /** Where the subscribed APIs are offered there. */
  readonly apis: readonly ApiAddress[]
  /** All of it in one line. */
  toString(): string
}

/** Keys that an application has. */
export interface ProvidedKey {
  /** Which gateways take tokens of them. */
  readonly keyType: KeyType
  /** Whose they are; empty before 3.2. */
  readonly keyManager: string
  /** API-M's identifier of them, since 3.2; empty before. */
  readonly mappingId: string
  /** The public half; empty while an approval is awaited. */
  readonly consumerKey: string
  /** Whether the sink has the consumer secret. */
  readonly secret: Handover
  /** Whether the sink has a token; null when none is wanted. */
  readonly token: Handover | null
}

/** A step that failed. */
export interface AccessFailure {
  /** What the step does. */
  readonly action: AccessAction
  /** The API's name, of a step about an API. */
  readonly api: string | null
  /** The API's version. */
  readonly version: string | null
  /** The type of the keys, of a step about keys. */
  readonly keyType: KeyType | null
  /** Why, and what to do. */
  readonly error: GatewrightError
}

/** What was done for one application. */
export class ApplicationAccessOutcome {
  private constructor()
  /** The application's name. */
  readonly name: string
  /** API-M's identifier, when the application exists. */
  readonly id: string | null
  /** What was done, in words, in order. */
  readonly done: readonly string[]
  /** What the server accepted and somebody has to approve, in words. */
  readonly pending: readonly string[]
  /** What is there and is otherwise than wanted, in words: it stays as it is. */
  readonly differences: readonly string[]
  /** What failed, with the reason. */
  readonly failures: readonly AccessFailure[]
  /** The keys that are there. */
  readonly keys: readonly ProvidedKey[]
  /** For each environment whose tokens it takes, and where the subscribed APIs are. */
  readonly environments: readonly EnvironmentAccess[]
  /** True when nothing failed. Something may still await an approval. */
  readonly isOk: boolean
  /** All of it in words. */
  toString(): string
}

/** What was done, application by application, and what went wrong. It holds no secret. */
export class AccessOutcome {
  private constructor()
  /** One entry per application, in the order they were given. */
  readonly applications: readonly ApplicationAccessOutcome[]
  /** True when nothing failed. Something may still await an approval. */
  readonly isOk: boolean
  /**
   * This outcome.
   *
   * @throws {@link GatewrightError} the first failure, which says what had been done.
   */
  intoResult(): this
  /** All of it in words. */
  toString(): string
}
