/**
 * Applications: what calls APIs; their keys, tokens, secrets and subscriptions.
 *
 * Times are in milliseconds.
 */
import type { KeyType, SecretText } from '../index.cjs'
import type { CallOptions, Secret } from './connect.cjs'

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
  /**
   * Asking for a token as one `curl` command for a POSIX shell, with the variables
   * `$CONSUMER_KEY`, `$CONSUMER_SECRET`, `$PASSWORD` and `$REFRESH_TOKEN` for what is secret.
   */
  toCurl(tokenUrl: string, grant: Grant): string
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
   * show their secret again (4.7): keep it when they are made, or make a further one with
   * {@link Application.generateSecret}; `approval-pending` when somebody has to approve first.
   */
  keys(keyType: KeyType, options?: CallOptions): Promise<ApplicationKeys>
  /** What the Developer Portal says of it now. */
  summary(options?: CallOptions): Promise<ApplicationSummary>
  /** Changes it: it is read, and what is not named is written back as it was. */
  update(options?: ApplicationUpdateOptions): Promise<ApplicationSummary>
  /** Deletes it, with its subscriptions and keys. */
  delete(options?: CallOptions): Promise<void>
  /** Its subscriptions. */
  subscriptions(options?: CallOptions): Promise<readonly Subscription[]>
  /**
   * Subscribes to an API, by its identifier, with this plan.
   *
   * @throws {@link GatewrightError} `subscription-exists` when there is one, with whichever plan.
   */
  subscribeWithPlan(apiId: string, plan: string, options?: CallOptions): Promise<Subscription>
  /**
   * Asks for another plan (since 3.2). Where somebody has to approve it, the answer has the old plan
   * and the status `TIER_UPDATE_PENDING`.
   */
  changePlan(subscription: Subscription, plan: string, options?: CallOptions): Promise<Subscription>
  /** Ends a subscription. */
  unsubscribe(subscriptionId: string, options?: CallOptions): Promise<void>
  /** Every key: one per key manager and key type since 3.2, one per key type before. */
  allKeys(options?: CallOptions): Promise<readonly ApplicationKeyInfo[]>
  /** One key, by its {@link ApplicationKeyInfo.mappingId} (since 3.2). */
  key(mappingId: string, options?: CallOptions): Promise<ApplicationKeyInfo>
  /**
   * Makes new keys; {@link Application.keys} takes those that are there.
   *
   * @throws {@link GatewrightError} `keys-exist` when there are keys of this type and key manager.
   */
  generateKeys(keyType: KeyType, options?: GenerateKeysOptions): Promise<ApplicationKeyInfo>
  /**
   * A token by client credentials that the Developer Portal gets with a key: for those who cannot
   * reach the token endpoint themselves. Each call gets a new one.
   *
   * @example
   * ```js
   * const key = await application.generateKeys('PRODUCTION')
   * const { token } = await application.portalToken(key, key.consumerSecret, { validity: 3_600_000 })
   * ```
   */
  portalToken(
    key: Pick<ApplicationKeyInfo, 'mappingId' | 'keyType'>,
    consumerSecret: Secret,
    options?: PortalTokenOptions,
  ): Promise<AccessToken>
  /** The secrets of a key, without their values (since 4.7). */
  secrets(mappingId: string, options?: CallOptions): Promise<readonly ConsumerSecret[]>
  /**
   * Makes a further secret of a key (since 4.7). When the answer is lost, its value is lost with it,
   * and the error's `retry` is `Ambiguous`; {@link Application.secrets} then has one more, which can
   * be revoked.
   */
  generateSecret(mappingId: string, options?: CallOptions): Promise<ConsumerSecret>
  /** Revokes a secret of a key (since 4.7). */
  revokeSecret(mappingId: string, secretId: string, options?: CallOptions): Promise<void>
  /**
   * Makes an API key for the APIs that the application is subscribed to. When the answer is lost, the
   * key is lost with it, and the error's `retry` is `Ambiguous`; a further key does no harm.
   */
  generateApiKey(keyType: KeyType, options?: ApiKeyOptions): Promise<ApiKey>
  /** The API keys that were made and not revoked, without the keys themselves (since 4.7). */
  apiKeys(keyType: KeyType, options?: CallOptions): Promise<readonly ApiKeyInfo[]>
  /** Revokes an API key (since 3.1). */
  revokeApiKey(keyType: KeyType, key: Secret, options?: CallOptions): Promise<void>
  /** Revokes an API key by its identifier (since 4.7). */
  revokeApiKeyById(keyType: KeyType, id: string, options?: CallOptions): Promise<void>
  /** What `JSON.stringify` shows. */
  toJSON(): object
}

/** An application as the Developer Portal lists it. */
export interface ApplicationSummary {
  /** API-M's identifier. */
  readonly id: string
  /** The name. */
  readonly name: string
  /** The plan, such as `Unlimited`. */
  readonly plan: string
  /** What whoever made it wrote. */
  readonly description: string
  /** `APPROVED`, or `CREATED` while an approval is awaited. */
  readonly status: string
  /** Whose it is. */
  readonly owner: string
}

/** What of an application changes; the rest stays. */
export interface ApplicationUpdateOptions extends CallOptions {
  /** Another name. */
  readonly name?: string | null | undefined
  /** Another plan. */
  readonly plan?: string | null | undefined
  /** Another description. */
  readonly description?: string | null | undefined
}

/** An application's subscription to an API. */
export interface Subscription {
  /** API-M's identifier. */
  readonly id: string
  /** The identifier of the application. */
  readonly applicationId: string
  /** The identifier of the API. */
  readonly apiId: string
  /** The plan, such as `Unlimited`. */
  readonly plan: string
  /** The plan that was asked for, while a change of it awaits an approval. */
  readonly requestedPlan: string | null
  /**
   * `UNBLOCKED`, `ON_HOLD` while an approval is awaited, `REJECTED`, `BLOCKED`, `PROD_ONLY_BLOCKED`,
   * or `TIER_UPDATE_PENDING` (since 3.2).
   */
  readonly status: string
  /** Whether calls with production and sandbox keys get through. */
  readonly isUsable: boolean
}

/** A key of an application, as the Developer Portal has it. Its secret does not print. */
export interface ApplicationKeyInfo {
  /** API-M's identifier of the key, since 3.2; empty before. */
  readonly mappingId: string
  /** Which gateways take tokens of it, when it is one of the known key types. */
  readonly keyType: KeyType | null
  /** Whose it is, since 3.2; empty before. */
  readonly keyManager: string
  /** The public half; empty while an approval is awaited. */
  readonly consumerKey: string
  /** The secret half; `null` where the server does not show it again, as 4.7. */
  readonly consumerSecret: SecretText | null
  /** `COMPLETED`, or `CREATED` while an approval is awaited. */
  readonly state: string
  /** The grants it can be used with. */
  readonly grants: readonly string[]
  /** Where authorisation codes are sent; empty when nowhere. */
  readonly callbackUrl: string
}

/** What new keys shall be like. */
export interface GenerateKeysOptions extends CallOptions {
  /** The grants they can be used with; client credentials, password and refresh token when absent. */
  readonly grants?: Iterable<string> | null | undefined
  /** Where authorisation codes are sent. */
  readonly callbackUrl?: string | null | undefined
  /** The scopes of the token that comes with them. */
  readonly scopes?: Iterable<string> | null | undefined
  /** Of this key manager, since 3.2; API-M's own when absent. */
  readonly keyManager?: string | null | undefined
}

/** What {@link Application.portalToken} asks for. */
export interface PortalTokenOptions extends CallOptions {
  /** How long the token lives, in milliseconds; as long as the server likes when absent. */
  readonly validity?: number | null | undefined
  /** Its scopes. */
  readonly scopes?: Iterable<string> | null | undefined
}

/** A secret of a key. It is shown once, when it is made, and does not print. */
export interface ConsumerSecret {
  /** API-M's identifier: what it is revoked by. */
  readonly id: string
  /** The secret itself, of a new one. */
  readonly value: SecretText | null
}

/** An API key: one text that calls APIs, without a token. It does not print. */
export interface ApiKey {
  /** What is sent in the header `apikey`. */
  readonly key: SecretText
  /** Its name, since 4.7; empty before. */
  readonly name: string
  /** How long it lives, in milliseconds; `null` when it does not expire. */
  readonly expiresIn: number | null
}

/** An API key as 4.7 lists it: without the key itself. */
export interface ApiKeyInfo {
  /** API-M's identifier. */
  readonly id: string
  /** The name it was given. */
  readonly name: string
  /** When it was issued, as API-M writes it. */
  readonly issuedOn: string
}

/** Who may use a new API key, and how long. */
export interface ApiKeyOptions extends CallOptions {
  /** Its name, since 4.7; left out before. */
  readonly name?: string | null | undefined
  /** How long it lives, in milliseconds (whole seconds count); it does not expire when absent. */
  readonly validity?: number | null | undefined
  /** The addresses and networks it may be used from, such as `10.0.0.0/8`. */
  readonly permittedIps?: Iterable<string> | null | undefined
  /** The pages it may be used from, by their header `Referer`. */
  readonly permittedReferers?: Iterable<string> | null | undefined
}
