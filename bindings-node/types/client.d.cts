/**
 * A running API-M: the connection, what it lists, calls through gateways, and waiting.
 *
 * Whatever asks the server gives a promise. Times are in milliseconds.
 */
import type { EnvironmentType, Path } from '../index.cjs'
import type {
  AccessOutcome,
  ApplicationAccess,
  ApplicationAccessFields,
  SecretSink,
} from './access.cjs'
import type { AdminOperations } from './admin.cjs'
import type {
  AccessToken,
  Application,
  ApplicationKeys,
  Grant,
  TokenEndpoint,
} from './applications.cjs'
import type { CallOptions, ConnectOptions, Credentials, Secret, Warning } from './connect.cjs'
import type { PortalOperations } from './portal.cjs'
import type {
  Drift,
  DriftOptions,
  LiveVerification,
  RetireOptions,
  Retirement,
  RollbackOptions,
  RolledBack,
  UndeployOptions,
  Undeployment,
  VerifyOptions,
} from './proof.cjs'
import type { Outcome, Plan, Publication, PublicationFields, Verification } from './publish.cjs'
import type { PublisherOperations } from './publisher.cjs'
import type {
  ApplyOptions,
  PlanOptions,
  Rollout,
  RolloutFields,
  RolloutOutcome,
} from './rollout.cjs'

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

/** What a call is made of. */
export interface ApiRequestOptions {
  /** `GET`, `POST`, `PUT`, `PATCH`, `DELETE`, `HEAD` or `OPTIONS`; `GET` when absent. */
  readonly method?: string | null | undefined
  /** What is sent as `Authorization: Bearer`. */
  readonly token?: AccessToken | Secret | null | undefined
  /** More headers: an object, or pairs of name and value where a name comes several times. */
  readonly headers?:
    | Readonly<Record<string, string>>
    | Iterable<readonly [name: string, value: string]>
    | null
    | undefined
  /** The body; a string is sent as UTF-8. */
  readonly body?: string | ArrayBufferView | null | undefined
  /** Its `Content-Type`; needed with a body. */
  readonly contentType?: string | null | undefined
}

/**
 * A call of an API through a gateway: sent by {@link ControlPlane.call}, or printed as a command. It
 * does not print what is secret in it.
 *
 * @example
 * ```js
 * const request = new ApiRequest('https://localhost:8244/pets/1.0.0/pets', { token })
 * console.log(request.toCurl())
 * const { status, fault } = await controlPlane.call(request)
 * ```
 */
export class ApiRequest {
  /** A call of a whole URL. What is given is checked when it is sent. */
  constructor(url: string, options?: ApiRequestOptions)
  /** The method. */
  get method(): string
  /** The URL as it was given: a query parameter may be secret. */
  get url(): string
  /**
   * The call as one `curl` command for a POSIX shell: the token is `$ACCESS_TOKEN`, another secret a
   * variable of its header's or parameter's name.
   */
  toCurl(): string
  /** What may be printed. */
  toString(): string
  /** What may be printed. */
  toJSON(): string
}

/** An answer that came through a gateway, of any status. Its headers and its body do not print. */
export class ApiResponse {
  private constructor()
  /** The HTTP status, such as 200. */
  readonly status: number
  /** The `Content-Type`, when the answer has one. */
  readonly contentType: string | null
  /** True for a status from 200 to 299. */
  readonly isSuccess: boolean
  /** What a gateway says in its own words, when the answer is an error in one of its forms. */
  readonly fault: GatewayFault | null
  /** The headers in the order in which they came, with names in lower case. */
  get headers(): readonly (readonly [name: string, value: string])[]
  /** The first header of this name, in any letter case; `null` when there is none. */
  header(name: string): string | null
  /** The body. */
  get body(): Uint8Array
  /** The body as text; what is no UTF-8 in it is replaced. */
  text(): string
  /** What `JSON.stringify` shows: no headers, no body. */
  toJSON(): object
}

/** A gateway's refusal, in its own words. */
export class GatewayFault {
  private constructor()
  /** API-M's code, such as `900902`; `null` when a key is of the wrong type for the gateway. */
  readonly code: string | null
  /** What went wrong, such as `Missing Credentials`. */
  readonly message: string
  /** What went wrong in more words. */
  readonly description: string | null
  /** All of it in one line. */
  toString(): string
}

/** What a gateway's answer to a call without a token means. */
export type ProbeState = 'live' | 'absent' | 'unreachable' | 'unclear'
/** What a gateway's answer to a call without a token means. */
export const ProbeState: {
  /** The gateway has the API. */
  readonly Live: 'live'
  /** The gateway is there and has no such API. */
  readonly Absent: 'absent'
  /** Nobody answers at the gateway's address. */
  readonly Unreachable: 'unreachable'
  /** An answer from which neither follows, such as a 502 of a load balancer. */
  readonly Unclear: 'unclear'
}

/** What a gateway answered when it was asked for an API. */
export class Probe {
  private constructor()
  /** The environment's name. */
  readonly environment: string
  /** The URL that was asked. */
  readonly url: string
  /** What the answer means. */
  readonly state: ProbeState
  /** The answer in words, such as `401: 900902: Missing Credentials`. */
  readonly detail: string
  /** All of it in one line. */
  toString(): string
}

/** What a call that waits is told. */
export interface WaitOptions extends CallOptions {
  /** How long it waits, in milliseconds. */
  readonly timeout: number
}

/** What {@link waitUntilReady} is told. */
export interface ReadyOptions extends WaitOptions, ConnectOptions {}

/**
 * Waits until a node of any role has started: until its `/services/Version` tells the release. The
 * URL is the node's management address, such as `https://localhost:9443`; no credentials are sent.
 *
 * @example
 * ```js
 * await waitUntilReady('https://localhost:9444', { timeout: 120_000, caCertificates: pem })
 * ```
 *
 * @throws {@link GatewrightError} `not-ready`, with the last failure.
 */
export function waitUntilReady(url: string, options: ReadyOptions): Promise<void>

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
  /** What is worth knowing about the connection and stops nothing. */
  get warnings(): readonly Warning[]
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
    options?: PlanOptions,
  ): Promise<Plan>
  /**
   * Plans again, and gives the plan only if it is the one that {@link Plan.save} made `saved` of,
   * for the same publications. An API that needs nothing any more stands in it without steps, so
   * that a saved plan that was applied, or was in part, can be used again.
   *
   * @throws {@link GatewrightError} code `stale-plan` when somebody has changed one of the APIs
   * since; `plan-of-other-publications`, `plan-of-another-server`, `saved-plan-damaged`,
   * `not-a-saved-plan`, `saved-plan-too-new`.
   *
   * @example
   * ```js
   * const plan = await controlPlane.plan([pets])
   * const saved = plan.save()
   * // Later, when somebody has looked at it:
   * const approved = await controlPlane.planAsSaved([pets], saved)
   * await controlPlane.apply(approved)
   * ```
   */
  planAsSaved(
    publications: Iterable<Publication | PublicationFields>,
    saved: string,
    options?: CallOptions,
  ): Promise<Plan>
  /**
   * Does what a plan says: several APIs at a time, the steps of each in order. What fails stands in
   * the outcome; see {@link Outcome.intoResult}.
   */
  apply(plan: Plan, options?: ApplyOptions): Promise<Outcome>
  /**
   * Plans and applies.
   *
   * @throws {@link GatewrightError} as {@link ControlPlane.plan}; and the first error of the apply,
   * whose context says what was done before it.
   */
  publish(
    publications: Iterable<Publication | PublicationFields>,
    options?: ApplyOptions,
  ): Promise<Outcome>
  /**
   * Finishes what a killed run had begun, with the publications its journal was begun for. The
   * server is read first, so nothing is done twice; without the journal,
   * {@link ControlPlane.publish} ends in the same state. An API that cannot be published stands in
   * the outcome with its error, and the others are finished.
   *
   * @throws {@link GatewrightError} code `no-journal` when there is none,
   * `journal-of-other-publications` when it is of others, and `journal-of-another-run` when it is a
   * roll-out's, which is run again with its journal instead: only that asks its gates; `journal-in-use`,
   * `journal-damaged`, `not-a-journal`, `journal-too-new`, or of kind `Io` when the system refuses.
   * Then as {@link ControlPlane.plan} with `keepGoing`.
   */
  resume(
    publications: Iterable<Publication | PublicationFields>,
    journal: Path,
    options?: Omit<ApplyOptions, 'journal'>,
  ): Promise<Outcome>
  /**
   * Publishes in waves, and asks after each one whether the next may begin. Everything is checked
   * first, as {@link ControlPlane.plan} does. A wave that fails, or whose gate stays closed, is the
   * last one: the outcome says why, and what was taken back. One that was cut off is begun again,
   * with its journal.
   *
   * @throws {@link GatewrightError} as {@link ControlPlane.plan}; code `invalid-rollout` for waves
   * that do not fit the publications.
   */
  rollOut(rollout: Rollout | RolloutFields, options?: ApplyOptions): Promise<RolloutOutcome>
  /**
   * Gives applications what they should have: makes each application that is not there, its missing
   * subscriptions and keys, and gets tokens where they are wanted. What is there stays as it is, so
   * that a second run makes nothing. Secrets go to the sink and nowhere else; the outcome holds
   * consumer keys, and says for each environment which keys' tokens it takes. A server that shows a
   * secret only once (4.7) does not show those of keys that are there: that is the failure
   * `secret-not-shown`, and no other secret is made. What awaits an approval is pending.
   *
   * @throws {@link GatewrightError} when nothing was written: for something wanted that makes no
   * sense, an environment that takes tokens of no wanted key type (code `key-type-not-accepted`), or
   * a file that cannot take secrets. What fails later stands in the outcome.
   */
  provideAccess(
    accesses: Iterable<ApplicationAccess | ApplicationAccessFields>,
    sink: SecretSink,
    options?: CallOptions,
  ): Promise<AccessOutcome>
  /** Takes an API off one environment; the others keep it. False when it was not there. */
  undeploy(
    name: string,
    version: string,
    environment: string,
    options?: CallOptions,
  ): Promise<boolean>
  /** Reads back how a publication stands: deployed, pending, and at which URLs. */
  verify(publication: Publication | PublicationFields, options?: CallOptions): Promise<Verification>
  /**
   * Reads back how a publication stands, and asks its gateways for proof. What is not proven is asked
   * for again until the timeout; what is then missing, unreachable or unknown stands in the result,
   * and is no error. An API that is not there is waited for as well: the server's search finds a new
   * one only after some seconds. Nodes that are named are asked, whatever else is; those of
   * environments that the publication does not name are not.
   */
  verifyWith(
    publication: Publication | PublicationFields,
    options?: VerifyOptions,
  ): Promise<LiveVerification>
  /**
   * Takes an API off one environment, as {@link ControlPlane.undeploy}, and asks for proof. What is
   * not proven in time stands in the result, and is no error: the API is taken off all the same.
   *
   * @example
   * ```js
   * const undeployed = await controlPlane.undeployWith('Pets', '1.0.0', 'Hybrid Gateway', {
   *   gone: 60_000,
   *   othersServe: { probed: true, timeout: 60_000 },
   * })
   * console.log(`${undeployed}`)
   * ```
   */
  undeployWith(
    name: string,
    version: string,
    environment: string,
    options?: UndeployOptions,
  ): Promise<Undeployment>
  /**
   * Brings an older revision back to environments: in each the previous one, or the one that is
   * named. It is deployed there at the virtual host, and as visible in the Developer Portal, as what
   * is there now. The API's working copy stays as it is: {@link ControlPlane.restoreRevision} changes
   * it. Nothing is written before every environment has a revision to go back to.
   *
   * 3.x keeps no revisions. There, the API and the definition that were read before the change are
   * put back, in all environments of the API at once; its list of environments stays.
   *
   * @throws {@link GatewrightError} codes `no-earlier-revision` and `unknown-revision`, which say
   * what revisions there are, and `document-of-another-api` when `api` is not that of this API.
   */
  rollback(
    name: string,
    version: string,
    environments: Iterable<string>,
    options?: RollbackOptions,
  ): Promise<RolledBack>
  /**
   * Takes every API off an environment, so that it can be removed. With a replacement, each is
   * deployed there first (the same revision; one that the replacement has already stays as it is),
   * and taken off only when the replacement is proven to serve it. In 3.x an API that the replacement
   * has, and does not serve because its gateway could not be told, is sent to the gateways again.
   * Everything is looked at before anything is written: when an API cannot be moved, nothing is, unless
   * the options say `keepGoing`. What could not be moved stands in the result with its reason. API products are not looked at.
   *
   * @example
   * ```js
   * const retired = await controlPlane.retire('Hybrid Gateway', { replacement: 'eu-west' })
   * console.log(`${retired}`)
   * ```
   */
  retire(environment: string, options?: RetireOptions): Promise<Retirement>
  /**
   * Compares the server with publications, and with a topology's environments; writes nothing. Of
   * APIs, what the publications name alone counts, as for a plan; one that cannot be as its
   * publication says stands in the drift. A user sees those environments alone that are visible to
   * the user's roles.
   */
  drift(
    publications: Iterable<Publication | PublicationFields>,
    options?: DriftOptions,
  ): Promise<Drift>
  /**
   * Calls an API through a gateway, with the connection's certificates and times. What is sent is
   * the request alone: nothing of the session's credentials. A refusal is an answer: look at
   * {@link ApiResponse.status} and {@link ApiResponse.fault}.
   *
   * @throws {@link GatewrightError} of kind `InvalidInput`, `Connect`, `Timeout` or `Tls`.
   */
  call(request: ApiRequest, options?: CallOptions): Promise<ApiResponse>
  /** Asks an environment's gateway once, without a token, whether it has an API. */
  probe(name: string, version: string, environment: string, options?: CallOptions): Promise<Probe>
  /**
   * Waits until each environment's gateway has an API.
   *
   * @throws {@link GatewrightError} `not-live`, which names the environments and their last answers.
   */
  waitUntilLive(
    name: string,
    version: string,
    environments: Iterable<string>,
    options: WaitOptions,
  ): Promise<readonly Probe[]>
  /**
   * Waits until an environment's gateway has an API no more: after {@link ControlPlane.undeploy}.
   *
   * @throws {@link GatewrightError} `still-live`, or `not-absent` when it gives no clear answer.
   */
  waitUntilAbsent(
    name: string,
    version: string,
    environment: string,
    options: WaitOptions,
  ): Promise<Probe>
  /** What `JSON.stringify` shows. */
  toJSON(): object
}

/** What a control plane does by its Publisher, Developer Portal and Admin APIs. */
export interface ControlPlane extends PublisherOperations, PortalOperations, AdminOperations {}
