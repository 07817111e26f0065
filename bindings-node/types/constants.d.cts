/**
 * The closed sets: each a type, and an object that names its values.
 */

/** What kind of keys an environment accepts. */
export type EnvironmentType = 'production' | 'sandbox' | 'hybrid'
/** What kind of keys an environment accepts. */
export const EnvironmentType: {
  /** Production keys only. */
  readonly Production: 'production'
  /** Sandbox keys only. */
  readonly Sandbox: 'sandbox'
  /** Both kinds. */
  readonly Hybrid: 'hybrid'
  /**
   * True when a gateway of this type takes a key of that type.
   *
   * @example
   * ```js
   * EnvironmentType.accepts('production', 'SANDBOX') // false
   * EnvironmentType.accepts('hybrid', 'SANDBOX') // true
   * ```
   */
  accepts(type: EnvironmentType, keyType: KeyType): boolean
}

/** The kind of an application's key. */
export type KeyType = 'PRODUCTION' | 'SANDBOX'
/** The kind of an application's key. */
export const KeyType: {
  /** A key for production environments. */
  readonly Production: 'PRODUCTION'
  /** A key for sandbox environments. */
  readonly Sandbox: 'SANDBOX'
}

/** What a node does. */
export type Role = 'control-plane' | 'gateway' | 'traffic-manager' | 'key-manager'
/** What a node does. */
export const Role: {
  /** Publisher, Developer Portal, Admin, and what no other node does. */
  readonly ControlPlane: 'control-plane'
  /** Serves APIs. */
  readonly Gateway: 'gateway'
  /** Throttling decisions and the event broker. */
  readonly TrafficManager: 'traffic-manager'
  /** Issues and validates tokens. */
  readonly KeyManager: 'key-manager'
}

/**
 * What is started on a node: the whole product, one of its profiles (3.0 to 4.4), or one of the
 * distributions that it is split into since 4.5.
 */
export type Pack = 'all-in-one' | 'control-plane' | 'gateway' | 'traffic-manager' | 'key-manager'
/** What is started on a node. */
export const Pack: {
  /** The whole product, without a profile. */
  readonly AllInOne: 'all-in-one'
  /** Profile `control-plane` (4.0–4.4), distribution `api-control-plane` (since 4.5). */
  readonly ControlPlane: 'control-plane'
  /** Profile `gateway-worker` (3.0–4.4), distribution `gateway` (since 4.5). */
  readonly Gateway: 'gateway'
  /** Profile `traffic-manager` (3.0–4.4), distribution `traffic-manager` (since 4.5). */
  readonly TrafficManager: 'traffic-manager'
  /** Profile `api-key-manager`, under the name that the release gives it. */
  readonly KeyManager: 'key-manager'
}

/** The name of a port that the offset shifts. */
export type Port = (typeof Port)[keyof typeof Port]
/** The names of the ports that the offset shifts. */
export const Port: {
  /** 9443: portals, admin services, `/oauth2`. */
  readonly ServletHttps: 'servlet-https'
  /** 9763: the same over HTTP. */
  readonly ServletHttp: 'servlet-http'
  /** 8280: APIs over HTTP. */
  readonly PassThroughHttp: 'pass-through-http'
  /** 8243: APIs over HTTPS. */
  readonly PassThroughHttps: 'pass-through-https'
  /** 9099: WebSocket APIs. */
  readonly WebSocket: 'websocket'
  /** 8099: WebSocket APIs over TLS. */
  readonly SecureWebSocket: 'secure-websocket'
  /** 9021: WebSub callbacks over HTTP; since 4.0. */
  readonly WebSubHttp: 'websub-http'
  /** 8021: WebSub callbacks over HTTPS; since 4.0. */
  readonly WebSubHttps: 'websub-https'
  /** 5672: the event broker. */
  readonly Amqp: 'amqp'
  /** 8672: the event broker over TLS. */
  readonly AmqpTls: 'amqp-tls'
  /** 9611: throttling events. */
  readonly BinaryReceiver: 'binary-receiver'
  /** 9711: throttling events, authentication over TLS. */
  readonly BinaryReceiverAuth: 'binary-receiver-auth'
  /** 9999: JMX registry. */
  readonly JmxRegistry: 'jmx-registry'
  /** 11111: JMX server. */
  readonly JmxServer: 'jmx-server'
}

/** How bad a finding is. */
export type Severity = 'error' | 'warning' | 'note'
/** How bad a finding is. */
export const Severity: {
  /** API-M rejects it, or it breaks at run time for certain. */
  readonly Error: 'error'
  /** Legal, and almost surely wrong. */
  readonly Warning: 'warning'
  /** Worth knowing; not reported unless asked for. */
  readonly Note: 'note'
}

/** How far a {@link Fix} can be trusted. */
export type Safety = 'safe' | 'unsafe'
/** How far a {@link Fix} can be trusted. */
export const Safety: {
  /** The meaning is certain. */
  readonly Safe: 'safe'
  /** Probably what was meant; look at it first. */
  readonly Unsafe: 'unsafe'
}

/** Which of the proposed repairs {@link Report.fix} makes. */
export type Fixes = 'safe' | 'all'
/** Which of the proposed repairs {@link Report.fix} makes. */
export const Fixes: {
  /** Those whose meaning is certain. */
  readonly Safe: 'safe'
  /** Those that are only probable as well: look at the diff before writing. */
  readonly All: 'all'
}

/** How a {@link Report} is written. */
export type Format = 'text' | 'json' | 'sarif' | 'junit' | 'github'
/** How a {@link Report} is written. */
export const Format: {
  /** For people: the source line, a caret below the place, the help. */
  readonly Text: 'text'
  /** For programs: every field, with a `schema_version`. Spans are in bytes there. */
  readonly Json: 'json'
  /** For code scanning: SARIF 2.1.0. */
  readonly Sarif: 'sarif'
  /** For CI servers that show JUnit results. */
  readonly Junit: 'junit'
  /** For GitHub Actions: workflow commands. */
  readonly Github: 'github'
}

/** How a {@link Plan} is written. */
export type PlanFormat = 'text' | 'json' | 'markdown'
/** How a {@link Plan} is written. */
export const PlanFormat: {
  /** For people: what cannot be done first, then what changes. */
  readonly Text: 'text'
  /** For programs: every API with its steps, with a `schema_version`. */
  readonly Json: 'json'
  /** For a comment on a pull request: short enough for one, details folded. */
  readonly Markdown: 'markdown'
}

/** How an {@link Outcome} is written. */
export type OutcomeFormat = 'text' | 'json' | 'junit'
/** How an {@link Outcome} is written. */
export const OutcomeFormat: {
  /** For people: what failed first, with its remedy. */
  readonly Text: 'text'
  /** For programs: every API, with a `schema_version`. */
  readonly Json: 'json'
  /** For CI servers that show JUnit results: a suite for each API, a test for each step. */
  readonly Junit: 'junit'
}

/** What evidence comes to. */
export type Certainty = (typeof Certainty)[keyof typeof Certainty]
/** What evidence comes to. */
export const Certainty: {
  /** The publication stands, and everything that was asked for is proven. */
  readonly Proven: 'proven'
  /**
   * Nothing speaks against it, and something that was asked for could not be found out, or no proof was
   * asked for.
   */
  readonly Unproven: 'unproven'
  /** The publication does not stand, is missing somewhere, or a gateway does not answer. */
  readonly Disproved: 'disproved'
}

/** What was found out of a gateway. */
export type ProofKind = (typeof ProofKind)[keyof typeof ProofKind]
/** What was found out of a gateway. */
export const ProofKind: {
  /** All gateways that are alive have reported that they deployed it (since 4.6). */
  readonly Acknowledged: 'acknowledged'
  /** The gateway node's own REST API lists it (since 4.0). */
  readonly Listed: 'listed'
  /** It answers. */
  readonly Live: 'live'
  /** It is not there. */
  readonly Missing: 'missing'
  /** Nobody answered. */
  readonly Unreachable: 'unreachable'
  /** Neither is known. */
  readonly Unknown: 'unknown'
}

/** What became of an API of an environment that is retired. */
export type Fate = (typeof Fate)[keyof typeof Fate]
/** What became of an API of an environment that is retired. */
export const Fate: {
  /** The replacement serves it, and it was taken off. */
  readonly Moved: 'moved'
  /** It was taken off. */
  readonly TakenOff: 'taken-off'
  /** It is still there; the replacement may have it too. */
  readonly Kept: 'kept'
}

/** What kind of difference there is between the server and what it should be. */
export type DriftKind = (typeof DriftKind)[keyof typeof DriftKind]
/** What kind of difference there is between the server and what it should be. */
export const DriftKind: {
  /** The topology has an environment that the server lacks, or does not show to this user. */
  readonly MissingOnServer: 'missing-on-server'
  /** The server has an environment that the topology lacks. */
  readonly MissingInTopology: 'missing-in-topology'
  /** An environment has another type. */
  readonly EnvironmentType: 'environment-type'
  /** The try-out lists an environment, or does not. */
  readonly ApiConsole: 'api-console'
  /** An environment has other addresses: hosts or ports. */
  readonly Addresses: 'addresses'
  /** An API is otherwise than its publication. */
  readonly Api: 'api'
  /** An API cannot be as its publication says. */
  readonly ApiCannot: 'api-cannot'
}

/** What a plan comes to, as a whole or for one API. */
export type Verdict = (typeof Verdict)[keyof typeof Verdict]
/** What a plan comes to, as a whole or for one API. */
export const Verdict: {
  /** The API is as it should be. */
  readonly NothingToDo: 'nothing-to-do'
  /** There are steps to do. */
  readonly Changes: 'changes'
  /** It cannot be published as asked: its error says why. */
  readonly Cannot: 'cannot'
}

/** What is done to an API in one environment. */
export type EnvironmentChange = (typeof EnvironmentChange)[keyof typeof EnvironmentChange]
/** What is done to an API in one environment. */
export const EnvironmentChange: {
  /** It is there as it should be. */
  readonly Keep: 'keep'
  /** It is not there, and will be. */
  readonly Add: 'add'
  /** It is there otherwise: with other content, at another virtual host. */
  readonly Replace: 'replace'
}

/** What is told while a plan is applied. */
export type EventKind = (typeof EventKind)[keyof typeof EventKind]
/** What is told while a plan is applied. */
export const EventKind: {
  /** A step begins. */
  readonly StepBegun: 'step-begun'
  /** A step is done. */
  readonly StepDone: 'step-done'
  /** A step failed, and with it the API. */
  readonly StepFailed: 'step-failed'
  /** An API is finished: as planned, or with a failure. */
  readonly ApiFinished: 'api-finished'
}

/** How a project of apictl is laid out, which differs between 3.x and 4.x. */
export type ProjectLayout = '3.x' | '4.x'
/** How a project of apictl is laid out. */
export const ProjectLayout: {
  /** `Meta-information/api.yaml`, which also names the environments. */
  readonly Classic: '3.x'
  /** `api.yaml` and `deployment_environments.yaml`. */
  readonly Current: '4.x'
}

/** What the API of a publication is made of. */
export type SourceKind = 'existing' | 'definition' | 'project'
/** What the API of a publication is made of. */
export const SourceKind: {
  /** Of what is there already. */
  readonly Existing: 'existing'
  /** Of a definition. */
  readonly Definition: 'definition'
  /** Of a project of apictl. */
  readonly Project: 'project'
}

/** Which lifecycle state an API should have. */
export type Lifecycle = (typeof Lifecycle)[keyof typeof Lifecycle]
/** Which lifecycle state an API should have. */
export const Lifecycle: {
  /** Published: callable with keys, listed in the Developer Portal. */
  readonly Published: 'published'
  /** Whatever it has. */
  readonly Unchanged: 'unchanged'
  /** Created: in the Publisher alone. */
  readonly Created: 'created'
  /** Prototyped: in the Developer Portal, for trying. */
  readonly Prototyped: 'prototyped'
  /** Blocked: listed, and calls are refused for the time being. */
  readonly Blocked: 'blocked'
  /** Deprecated: callable by those who subscribed; nobody new can. */
  readonly Deprecated: 'deprecated'
  /** Retired: gone from the gateways, for good. */
  readonly Retired: 'retired'
}

/** What went wrong, in one word. */
export type ErrorKind = (typeof ErrorKind)[keyof typeof ErrorKind]
/** What went wrong, in one word. */
export const ErrorKind: {
  /** What the caller gave is wrong; `error.diagnostics` often says where. */
  readonly InvalidInput: 'InvalidInput'
  /** The operating system refused to read or write. */
  readonly Io: 'Io'
  /** No connection could be made. */
  readonly Connect: 'Connect'
  /** Time ran out. */
  readonly Timeout: 'Timeout'
  /** The TLS handshake failed, or the certificate is not trusted. */
  readonly Tls: 'Tls'
  /** The server does not accept the credentials. */
  readonly Unauthenticated: 'Unauthenticated'
  /** The credentials are valid but lack a scope the operation needs. */
  readonly MissingScope: 'MissingScope'
  /** The thing named does not exist. */
  readonly NotFound: 'NotFound'
  /** What exists already contradicts what was asked. */
  readonly Conflict: 'Conflict'
  /** Somebody else changed the same thing meanwhile; nothing was written. */
  readonly ConcurrentChange: 'ConcurrentChange'
  /** The server asks for fewer requests. */
  readonly RateLimited: 'RateLimited'
  /** The server understood and refused. */
  readonly Rejected: 'Rejected'
  /** This release, pack or platform cannot do it. */
  readonly Unsupported: 'Unsupported'
  /** The server failed. */
  readonly Server: 'Server'
  /** The caller cancelled the operation. */
  readonly Cancelled: 'Cancelled'
  /** A fault of Gatewright's own, or an answer nobody foresaw: please report it. */
  readonly Unexpected: 'Unexpected'
}

/** Whether the same call may be made again. */
export type Retry = 'Never' | 'Safe' | 'Ambiguous'
/** Whether the same call may be made again. */
export const Retry: {
  /** The same call will fail the same way until something changes. */
  readonly Never: 'Never'
  /** Nothing was done; calling again is harmless. */
  readonly Safe: 'Safe'
  /** The request may have reached the server: read before sending it again. */
  readonly Ambiguous: 'Ambiguous'
}

/** What a step of providing access does. */
export type AccessAction = (typeof AccessAction)[keyof typeof AccessAction]
/** What a step of providing access does. */
export const AccessAction: {
  /** Looks an API up in the Developer Portal. */
  readonly LookUpApi: 'look-up-api'
  /** Looks up the environments that it names and that none of its APIs is offered in. */
  readonly LookUpEnvironments: 'look-up-environments'
  /** Makes the application, when it is not there. */
  readonly CreateApplication: 'create-application'
  /** Subscribes it to an API. */
  readonly Subscribe: 'subscribe'
  /** Makes keys. */
  readonly GenerateKeys: 'generate-keys'
  /** Hands the consumer secret to the sink. */
  readonly HandOutSecret: 'hand-out-secret'
  /** Gets an access token. */
  readonly GetToken: 'get-token'
  /** Hands the access token to the sink. */
  readonly HandOutToken: 'hand-out-token'
}

/** Whether the sink has a secret. */
export type Handover = (typeof Handover)[keyof typeof Handover]
/** Whether the sink has a secret. */
export const Handover: {
  /** It was handed to the sink now. */
  readonly HandedOut: 'handed-out'
  /** The sink had it before. */
  readonly Held: 'held'
  /** The sink does not have it: failures or pending approvals say why. */
  readonly Missing: 'missing'
}

/** Which secret it is. */
export type SecretKind = (typeof SecretKind)[keyof typeof SecretKind]
/** Which secret it is. */
export const SecretKind: {
  /** The secret half of the keys. */
  readonly ConsumerSecret: 'consumer-secret'
  /** An access token that was got with them. */
  readonly AccessToken: 'access-token'
}

/** How a file of secrets is written. */
export type SecretFileFormat = (typeof SecretFileFormat)[keyof typeof SecretFileFormat]
/** How a file of secrets is written. */
export const SecretFileFormat: {
  /** One JSON object, the applications in its member `applications`. */
  readonly Json: 'json'
  /** Lines as `CHECKOUT_PRODUCTION_CONSUMER_SECRET=…`. */
  readonly Dotenv: 'dotenv'
}
