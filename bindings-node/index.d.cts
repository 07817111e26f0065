/**
 * Several gateways of one WSO2 API Manager: the model, the checks, the `deployment.toml` of every
 * node, and a running API-M's environments, APIs, applications and tokens.
 *
 * What asks a server gives a promise, everything else is synchronous. What goes wrong is thrown as a
 * {@link GatewrightError}; an argument of a wrong JavaScript type, or a time that is none, as a
 * `TypeError`. What is absent in a result is `null`.
 *
 * @example
 * ```js
 * import { Topology } from 'gatewright'
 *
 * const topology = Topology.load('topology.toml')
 * const files = topology.render()
 * console.log(files.diff)
 * const { restart } = files.write({ removing: ['Default'] })
 * ```
 *
 * @packageDocumentation
 */

import type {
  EnvironmentType,
  ErrorKind,
  Fixes,
  Format,
  Pack,
  Port,
  Retry,
  Role,
  Safety,
  Severity,
} from './types/constants.cjs'
import type { RenderedFiles } from './types/render.cjs'

/** The version of the native addon, which is that of the Rust crate. */
export function version(): string

/** Where a file or a folder is: a string, or a `file:` URL. */
export type Path = string | FileUrl

/** What is used of a `URL`; written out because not every program has its type. */
export interface FileUrl {
  /** The whole URL. */
  readonly href: string
  /** `file:` */
  readonly protocol: string
  /** What stands after the host. */
  readonly pathname: string
}

/** Texts that the documentation and the tests of all three languages share. */
export const examples: {
  /** The original procedure's three nodes, as a `topology.toml`. */
  readonly THREE_NODES: string
}

// ---- errors ------------------------------------------------------------------------------------

/**
 * What went wrong, where, why, and what to do. `message` ends in the diagnostics, when there are
 * any; `cause` is what the operating system or another library reported.
 *
 * @example
 * ```js
 * try {
 *   Topology.load('topology.toml')
 * } catch (error) {
 *   if (error instanceof GatewrightError && error.kind === ErrorKind.InvalidInput) {
 *     console.error(error.report?.format('text') ?? error.message)
 *   }
 * }
 * ```
 */
export class GatewrightError extends Error {
  private constructor()
  /** Always `GatewrightError`. */
  readonly name: 'GatewrightError'
  /** What went wrong, in one word. */
  readonly kind: ErrorKind
  /**
   * A stable kebab-case name for exactly this failure, such as `file-changed`; {@link explain} gives
   * its page.
   */
  readonly code: string
  /** The function that failed, such as `render`; empty when the failure has none of its own. */
  readonly operation: string
  /** Facts that tell this failure from others of its code: paths, names. Never secrets. */
  readonly context: Readonly<Record<string, string>>
  /** Whether the same call may be made again. */
  readonly retry: Retry
  /** The findings behind it, when the input was a file or a text; empty otherwise. */
  get diagnostics(): readonly Diagnostic[]
  /** The findings as a report; `null` when there are none. */
  get report(): Report | null
  /** What the operating system or another library reported. */
  readonly cause?: Error
}

// ---- findings ----------------------------------------------------------------------------------

/**
 * A part of a text in UTF-16 code units, in which JavaScript counts:
 * `text.slice(span.start, span.end)`.
 */
export interface Span {
  /** The first. */
  readonly start: number
  /** The one after the last. */
  readonly end: number
}

/** Another place that belongs to a {@link Diagnostic}. */
export interface Related {
  /** What is there. */
  readonly message: string
  /** The file, as it was named by the caller. */
  readonly path: string | null
  /** The line, from 1. */
  readonly line: number | null
  /** The column in Unicode characters, from 1. */
  readonly column: number | null
  /** The part of the text concerned. */
  readonly span: Span | null
}

/** One replacement in one file. */
export interface Edit {
  /** The file, as it was named by the caller. */
  readonly path: string | null
  /** What to replace; empty to insert. */
  readonly span: Span
  /** What stands there afterwards. */
  readonly replacement: string
}

/** A proposed repair. */
export interface Fix {
  /** The edits, to be applied together. */
  readonly edits: readonly Edit[]
  /** How far they can be trusted. */
  readonly safety: Safety
}

/** One finding about a file: what is wrong, where, why, and how to fix it. */
export class Diagnostic {
  private constructor()
  /** The rule's stable kebab-case code; {@link explain} gives its page. */
  readonly code: string
  /** How bad it is. */
  readonly severity: Severity
  /** What is wrong and why. */
  readonly message: string
  /** The file, as it was named by the caller. */
  readonly path: string | null
  /** The line, from 1. */
  readonly line: number | null
  /** The column in Unicode characters, from 1; alike in Rust, Python and Node. */
  readonly column: number | null
  /** The part of the text concerned. */
  readonly span: Span | null
  /** How to fix it. */
  readonly help: string | null
  /** Other places that belong to the finding, such as the first of two equal names. */
  readonly related: readonly Related[]
  /** A proposed repair. */
  readonly fix: Fix | null
  /** The finding in one line: `path:line:column: severity[code]: message`. */
  toString(): string
}

/** All findings about the files that were given, ordered by file, line and column. */
export class Report implements Iterable<Diagnostic> {
  private constructor()
  /** The findings. */
  get diagnostics(): readonly Diagnostic[]
  /** True when no finding is an error. */
  get ok(): boolean
  /** True when there is no finding at all. */
  get isEmpty(): boolean
  /**
   * What was taken for granted although nobody said it, a sentence each: releases that were read from
   * the packs, that are those of other nodes, or that are not known; roles that the files show. Say it
   * with the {@link NodeFile}s where it is wrong.
   */
  get inferred(): readonly string[]
  /** What could not be compared and why, a sentence each. */
  get notCompared(): readonly string[]
  /** How many findings have this severity. */
  count(severity: Severity): number
  /** The report as text for people or as data for machines. */
  format(name: Format): string
  /**
   * Makes the proposed repairs in the texts that were checked: only what a {@link Fix} names
   * changes. Nothing is written yet.
   *
   * @example
   * ```js
   * const fixed = check(['cp/deployment.toml']).fix(Fixes.Safe)
   * console.log(fixed.diff)
   * fixed.write()
   * ```
   */
  fix(fixes: Fixes): FixedFiles
  /** The findings. */
  [Symbol.iterator](): Iterator<Diagnostic>
  /** What `JSON.stringify` shows. `format('json')` is the stable format. */
  toJSON(): object
}

/** One file as it was checked and as it is with the repairs made. The texts do not print. */
export class FixedFile {
  private constructor()
  /** The file, as it was named when it was checked; `null` for a text without a name. */
  readonly path: string | null
  /** The text that was checked. */
  get before(): string
  /** The new text: the file itself, secrets included. */
  get after(): string
  /** The change as a unified diff, with the values of secret keys masked. */
  get diff(): string
}

/** What {@link Report.fix} gives: the files that change, and which findings that repairs. */
export class FixedFiles implements Iterable<FixedFile> {
  private constructor()
  /** The files that change, in the report's order. */
  get files(): readonly FixedFile[]
  /** The findings whose repairs were made, in the report's order. */
  get made(): readonly Diagnostic[]
  /**
   * The findings whose repairs were asked for and not made, because one before them is for the same
   * place: check again and fix again.
   */
  get left(): readonly Diagnostic[]
  /** True when at least one file changes. */
  get isChanged(): boolean
  /** The diffs of all files that change. */
  get diff(): string
  /**
   * Writes the files, each atomically, and gives their paths; when one cannot be written, all are
   * left as they were. Mode and owner stay, a symbolic link is followed and stays. {@link revert}
   * takes a repair for the user's own edit and keeps it.
   *
   * @throws {@link GatewrightError} `file-changed`, `text-without-path`, `shared-file`,
   * `read-only-file`, and what the operating system refuses.
   */
  write(): readonly string[]
  /** The files that change. */
  [Symbol.iterator](): Iterator<FixedFile>
  /** What `JSON.stringify` shows: no texts. */
  toJSON(): object
}

/** A rule: its code, its usual severity, and its page. */
export interface Rule {
  /** The stable kebab-case code; it reads as the problem. */
  readonly code: string
  /** The severity of its findings; a rule may report a milder one where its page says so. */
  readonly severity: Severity
  /** What it finds, in one line. */
  readonly summary: string
  /** What it finds, why it hurts, an example, how to fix it: Markdown. */
  readonly documentation: string
}

/** A code of a {@link GatewrightError}, the kinds it comes with, and its page. */
export interface ErrorCode {
  /** The stable kebab-case code; it reads as the problem. */
  readonly code: string
  /** The kinds that errors of this code have; mostly one. */
  readonly kinds: readonly ErrorKind[]
  /** The retry classes that errors of this code have; with several, the operation decides. */
  readonly retries: readonly Retry[]
  /** The keys that the context of such an error may have. */
  readonly context: readonly string[]
  /** What went wrong, in one line. */
  readonly summary: string
  /** What happened, the usual causes, how to fix it: Markdown. */
  readonly documentation: string
}

/**
 * A node's `deployment.toml` and what is known of the node. What is left out is inferred from the
 * file where that is certain. A file within a home has the release that the pack says in
 * `<home>/bin/version.txt`.
 */
export interface NodeFile {
  /**
   * The file, or, when there is a `text`, the name it has in findings. In its place, the node's home,
   * which has it as `repository/conf/deployment.toml`, or, for functions that take several files, a
   * folder with homes below it, at any depth: then what is said holds for each of these homes, but for
   * the name, and but for those that are given by themselves as well. Links to homes count, other links
   * are not followed.
   */
  readonly path: Path
  /** The text, when it is in memory. */
  readonly text?: string | null | undefined
  /** The node's name, for messages. */
  readonly name?: string | null | undefined
  /** The computer the node runs on. */
  readonly host?: string | null | undefined
  /** What the node does. */
  readonly roles?: Iterable<Role> | null | undefined
  /** What is started on the node. */
  readonly pack?: Pack | null | undefined
  /** The API-M release of the node, such as `4.7`. */
  readonly release?: string | null | undefined
}

/** What {@link check} may be told. */
export interface CheckOptions {
  /** Reports findings of severity `note` as well. */
  readonly notes?: boolean | null | undefined
  /**
   * The names of the environment variables that the nodes will find when they start, such as
   * `Object.keys(process.env)` when they start as this program did: `$env{…}` of any other is
   * reported. No value is looked at.
   */
  readonly environmentVariables?: Iterable<string> | null | undefined
}

/**
 * Checks the files of an installation: each for itself and against the others. Each may be a file,
 * the home of a node, or a folder with homes below it; what was read from the packs or inferred, the
 * report says ({@link Report.inferred}). Findings are no errors of the call; they are in the report.
 *
 * @example
 * ```js
 * const report = check(['cp/deployment.toml', { path: 'gw1/deployment.toml', host: 'gw1' }])
 * if (!report.ok) console.log(report.format('text'))
 * ```
 *
 * @throws {@link GatewrightError} when a file cannot be read.
 */
export function check(files: Iterable<Path | NodeFile>, options?: CheckOptions): Report

/** Every rule there is, ordered by code. */
export function rules(): readonly Rule[]

/**
 * Every code that an error of this package can have, ordered by code. Those of the emulator are not
 * among them; `Emulator.explain` has their pages.
 */
export function errorCodes(): readonly ErrorCode[]

/**
 * The page of a rule's or an error's code in Markdown; `null` when there is no such code. A few codes
 * name both: then the page of the rule is followed by that of the error.
 */
export function explain(code: string): string | null

// ---- the model ---------------------------------------------------------------------------------

/**
 * A password. It does not print: `String(secret)`, `console.log` and `JSON.stringify` show a
 * reference such as `$secret{alias}`, and `***` for anything else.
 */
export class SecretText {
  private constructor()
  /** The value itself: for the file or the request it belongs in, never for a message. */
  expose(): string
  /** What may be printed. */
  toString(): string
  /** What may be printed. */
  toJSON(): string
}

/** How a node signs in at the key manager. References such as `$env{KM_USER}` stay references. */
export interface KeyManagerCredentials {
  /** The user name. */
  readonly username: string
  /** The password. */
  readonly password: SecretText
}

/** What decides which ports a node opens. */
export interface PortsOptions {
  /** What is started on the node. */
  readonly pack: Pack
  /** Its API-M release, such as `4.7`. */
  readonly release: string
  /** What is added to its default ports. */
  readonly offset: number
}

/**
 * The ports that a node opens, by name, after the offset.
 *
 * @example
 * ```js
 * const ports = new Ports({ pack: Pack.Gateway, release: '4.7', offset: 1 })
 * ports.get(Port.PassThroughHttps) // 8244
 * ports.get(Port.Amqp) // null: a gateway has no broker
 * ```
 */
export class Ports implements Iterable<[Port, number]> {
  /** @throws {@link GatewrightError} when there is no such release or offset. */
  constructor(options: PortsOptions)
  /** What is started on the node. */
  readonly pack: Pack
  /** Its release. */
  readonly release: string
  /** What is added to its default ports. */
  readonly offset: number
  /** How many ports are open. */
  get size(): number
  /** The number of a port; `null` when the node does not open it. */
  get(name: Port): number | null
  /** The name of the open port with this number; `null` when there is none. */
  find(number: number): Port | null
  /** The pairs of ports that have one number: on one host these nodes cannot both run. */
  collisions(other: Ports): readonly Collision[]
  /** The open ports: name and number. */
  [Symbol.iterator](): Iterator<[Port, number]>
  /** The open ports as an object. */
  toJSON(): Partial<Record<Port, number>>
}

/** Two ports of two nodes that have one number. */
export interface Collision {
  /** The port of this node. */
  readonly mine: Port
  /** The port of the other. */
  readonly theirs: Port
  /** The number. */
  readonly number: number
}

/** One node of a topology. */
export interface Node {
  /** Its name, unique in the topology. */
  readonly name: string
  /** What it does, at least one role. */
  readonly roles: readonly Role[]
  /** What is started on it. */
  readonly pack: Pack
  /** The computer it runs on, as other nodes and clients reach it. */
  readonly host: string
  /** What is added to its default ports. */
  readonly offset: number
  /** The folder of its pack, when its files are on this computer. */
  readonly home: string | null
  /**
   * The port of a proxy before it, over HTTP, which API-M then writes into its own URLs. The node
   * itself opens its own port all the same.
   */
  readonly httpProxyPort: number | null
  /** The same over HTTPS. */
  readonly httpsProxyPort: number | null
  /** How it signs in at the key manager. */
  readonly keyManager: KeyManagerCredentials | null
  /** The ports it opens. */
  readonly ports: Ports
}

/**
 * The addresses of load balancers or proxies, by the role of the nodes behind them: scheme, host and,
 * unless usual, port. Gateways have theirs in the endpoints of their environments.
 */
export interface LoadBalancers {
  /** Before the control planes. */
  readonly controlPlane: string | null
  /** Before the traffic managers. */
  readonly trafficManager: string | null
  /** Before the key managers. */
  readonly keyManager: string | null
}

/** The URLs of an environment. */
export interface Endpoints {
  /** Where 3.x pushes APIs to: the gateway's admin services. */
  readonly serviceUrl: string | null
  /** `http_endpoint` */
  readonly http: string | null
  /** `https_endpoint` */
  readonly https: string | null
  /** `ws_endpoint` */
  readonly ws: string | null
  /** `wss_endpoint` */
  readonly wss: string | null
  /** `websub_event_receiver_http_endpoint`, since 4.0. */
  readonly websubHttp: string | null
  /** `websub_event_receiver_https_endpoint`, since 4.0. */
  readonly websubHttps: string | null
}

/** One gateway environment of a topology. */
export interface Environment {
  /** Its name, unique in the topology. */
  readonly name: string
  /** Which keys it accepts. */
  readonly type: EnvironmentType
  /** What the portals call it; its name when `null`. Since 4.0. */
  readonly displayName: string | null
  /** Shown in the portals. */
  readonly description: string | null
  /** Whose gateway it is; `wso2` when `null`. Since 4.1. */
  readonly provider: string | null
  /** Which kind of gateway it is; `Regular` when `null`. Since 4.3. */
  readonly gatewayType: string | null
  /** The roles whose users see it; everybody when empty. Since 4.3. */
  readonly visibility: readonly string[]
  /** What another vendor's gateway needs to know, by name; values may be secrets. Since 4.1. */
  readonly properties: Readonly<Record<string, SecretText>>
  /** True for another vendor's gateway, by `provider` or `gatewayType`: no node is behind it. */
  readonly isFederated: boolean
  /** Whether the Developer Portal's try-out lists it. */
  readonly displayInApiConsole: boolean
  /** Whether its token endpoint is shown (3.x). */
  readonly showAsTokenEndpointUrl: boolean
  /** The names of the nodes behind it: at least one, and none when it is another vendor's. */
  readonly gateways: readonly string[]
  /** The URLs that were given; {@link Topology.endpoints} has those that follow as well. */
  readonly endpoints: Endpoints
  /**
   * Further hosts under which its gateways are reached, each without a `serviceUrl`. The first
   * virtual host is always the environment's own endpoints. Since 4.0.
   */
  readonly virtualHosts: readonly Endpoints[]
  /** The user that 3.x publishes with. */
  readonly username: string | null
  /** The password of that user. */
  readonly password: SecretText | null
}

/** A `topology.toml` as an object: what a TOML parser makes of it. */
export interface TopologyObject {
  /** The version of this format, 1. */
  schema_version?: number | null | undefined
  /** The API-M release, such as `4.7`. */
  release: string
  /** The load balancers or proxies before the nodes of a role. */
  load_balancer?: LoadBalancerObject | null | undefined
  /** The nodes. */
  node?: readonly NodeObject[] | undefined
  /** The gateway environments. */
  environment?: readonly EnvironmentObject[] | undefined
}

/** A `[load_balancer]` as an object: addresses such as `https://api.example.com`. */
export interface LoadBalancerObject {
  /** Before the control planes. */
  'control-plane'?: string | null | undefined
  /** Before the traffic managers. */
  'traffic-manager'?: string | null | undefined
  /** Before the key managers. */
  'key-manager'?: string | null | undefined
}

/** A `[[node]]` as an object. */
export interface NodeObject {
  /** Its name, unique in the topology. */
  name: string
  /** What it does, at least one role. */
  roles: readonly Role[]
  /** What is started on it; by release and roles when absent. */
  pack?: Pack | null | undefined
  /** The computer it runs on. */
  host: string
  /** What is added to its default ports; 0 when absent. */
  offset?: number | null | undefined
  /** The folder of its pack. */
  home?: string | null | undefined
  /** The port of a proxy before it, over HTTP. */
  http_proxy_port?: number | null | undefined
  /** The port of a proxy before it, over HTTPS. */
  https_proxy_port?: number | null | undefined
  /** How it signs in at the key manager; best references such as `$secret{km_password}`. */
  key_manager?: { username: string; password: string } | null | undefined
}

/** An `[[environment.virtual_host]]` as an object. */
export interface VirtualHostObject {
  /** The URL of APIs over HTTP. */
  http_endpoint?: string | null | undefined
  /** The URL of APIs over HTTPS. */
  https_endpoint?: string | null | undefined
  /** The URL of WebSocket APIs. */
  ws_endpoint?: string | null | undefined
  /** The URL of WebSocket APIs over TLS. */
  wss_endpoint?: string | null | undefined
  /** The URL of WebSub callbacks over HTTP, since 4.0. */
  websub_event_receiver_http_endpoint?: string | null | undefined
  /** The URL of WebSub callbacks over HTTPS, since 4.0. */
  websub_event_receiver_https_endpoint?: string | null | undefined
}

/** An `[[environment]]` as an object. */
export interface EnvironmentObject extends VirtualHostObject {
  /** Its name, unique in the topology. */
  name: string
  /** Which keys it accepts. */
  type: EnvironmentType
  /** The names of the nodes behind it: at least one, and none when it is another vendor's. */
  gateways?: readonly string[] | undefined
  /** What the portals call it, since 4.0; its name when absent. */
  display_name?: string | null | undefined
  /** Shown in the portals. */
  description?: string | null | undefined
  /** Whose gateway it is, since 4.1; `wso2` when absent. */
  provider?: string | null | undefined
  /** Which kind of gateway it is, since 4.3; `Regular` when absent. */
  gateway_type?: string | null | undefined
  /** The roles whose users see it, since 4.3; everybody when empty. */
  visibility?: readonly string[] | undefined
  /** Whether the try-out lists it; true when absent. */
  display_in_api_console?: boolean | null | undefined
  /** Whether its token endpoint is shown; true when absent. */
  show_as_token_endpoint_url?: boolean | null | undefined
  /** Where 3.x pushes APIs to. */
  service_url?: string | null | undefined
  /** The user that 3.x publishes with. */
  username?: string | null | undefined
  /** The password of that user. */
  password?: string | null | undefined
  /** What another vendor's gateway needs to know, since 4.1. */
  properties?: Readonly<Record<string, string>> | undefined
  /** Further hosts under which its gateways are reached, since 4.0. */
  virtual_host?: readonly VirtualHostObject[] | undefined
}

/**
 * A set of nodes and the gateway environments they serve. An invalid one cannot exist: making one
 * throws a {@link GatewrightError} with every problem in `diagnostics`.
 */
export class Topology {
  private constructor()
  /** Reads a `topology.toml`. */
  static load(path: Path): Topology
  /** Reads the text of a `topology.toml`. */
  static parse(text: string): Topology
  /** Makes a topology of an object with the keys of a `topology.toml`. */
  static fromObject(object: TopologyObject): Topology
  /**
   * Reads the files of an existing installation. What a file does not say is taken from what is known
   * of its node, and otherwise inferred; {@link Topology.draftFromDeployment} says what that is.
   */
  static fromDeployment(files: Iterable<Path | NodeFile>): Topology
  /**
   * Reads the files of an existing installation into the text of a `topology.toml`, in which comments
   * mark what could not be decided, for a person to fill in, and what was assumed, for a person to
   * check.
   *
   * @example
   * ```js
   * const draft = Topology.draftFromDeployment(['cp/deployment.toml', 'gw/deployment.toml'])
   * for (const { line, message } of draft.undecided) console.log(`${line}: ${message}`)
   * ```
   *
   * @throws {@link GatewrightError} when a file cannot be read or is not valid TOML.
   */
  static draftFromDeployment(files: Iterable<Path | NodeFile>): TopologyDraft
  /** The JSON Schema of a `topology.toml`, for editors. */
  static jsonSchema(): Record<string, unknown>
  /** The API-M release of all nodes. */
  get release(): string
  /** The nodes, in the order they were given. */
  get nodes(): readonly Node[]
  /** The environments, in the order they were given. */
  get environments(): readonly Environment[]
  /** The control plane; the first, when several are highly available together. */
  get controlPlane(): Node | null
  /** The control planes: one, or several that are highly available together (since 4.0). */
  get controlPlanes(): readonly Node[]
  /** What stands before several nodes of one role. */
  get loadBalancers(): LoadBalancers
  /**
   * The nodes that do the work of a role: those that have it, and otherwise the control planes, which
   * have every role but the gateway's when no other node has.
   */
  holders(role: Role): readonly Node[]
  /**
   * Where other nodes reach the services of a role, without a slash at the end: the load balancer's
   * address, or that of the first node that has the role. `null` for gateways, which others reach by
   * the endpoints of environments.
   */
  address(role: Role): string | null
  /** The node of that name; `null` when there is none. */
  node(name: string): Node | null
  /** The environment of that name; `null` when there is none. */
  environment(name: string): Environment | null
  /** Every URL of an environment of this topology, given or derived. */
  endpoints(environment: Environment): Endpoints
  /** Every URL of the environment of that name; `null` when there is none. */
  endpoints(environment: string): Endpoints | null
  /** What is worth knowing about a valid topology: its warnings. */
  check(): Report
  /**
   * The `deployment.toml` of every node: made from these texts by node name, otherwise from the
   * file in the node's home, otherwise from a short default file. Nothing is written.
   */
  render(files?: Readonly<Record<string, string>>): RenderedFiles
  /** The topology as a `topology.toml`; literal passwords included. */
  toToml(): string
  /** The topology as {@link Topology.fromObject} takes it; literal passwords included. */
  toObject(): TopologyObject
  /** True when both topologies say the same. */
  equals(other: unknown): boolean
  /** What `JSON.stringify` shows: no passwords. {@link Topology.toObject} is the whole. */
  toJSON(): object
}

/** Something that no file says. */
export interface Undecided {
  /** The line of the draft's text that is concerned, from 1. */
  readonly line: number
  /** What is not known, and why. */
  readonly message: string
  /** True when the line has a value, to be checked; false when one is to be filled in, or mended. */
  readonly isAssumed: boolean
}

/**
 * An existing installation as the text of a `topology.toml`: what
 * {@link Topology.draftFromDeployment} gives. The text does not print.
 */
export class TopologyDraft {
  private constructor()
  /**
   * The `topology.toml`, passwords as the files have them. A comment stands above each line that is
   * undecided: `# TODO:` where something is to be filled in or mended, `# Assumed:` where something
   * is to be checked.
   */
  get text(): string
  /** What no file says, in the order of the lines. */
  get undecided(): readonly Undecided[]
  /** The topology, when nothing is left to fill in; otherwise `null`. */
  get topology(): Topology | null
  /** What `JSON.stringify` shows: no passwords. */
  toJSON(): object
}

// ---- rendered files, and a running API-M -------------------------------------------------------

export * from './types/access.cjs'
export * from './types/admin.cjs'
export * from './types/applications.cjs'
export * from './types/client.cjs'
export * from './types/connect.cjs'
export * from './types/constants.cjs'
export * from './types/logger.cjs'
export * from './types/portal.cjs'
export * from './types/proof.cjs'
export * from './types/publish.cjs'
export * from './types/publisher.cjs'
export * from './types/render.cjs'
export * from './types/rollout.cjs'
