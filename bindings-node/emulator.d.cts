/**
 * WSO2 API Manager in this process, for trying and testing: nodes that start from their own
 * `deployment.toml`. It was written from WSO2's public sources, stores nothing, and listens on the
 * loopback addresses only.
 *
 * Times are in milliseconds. A running emulator does not keep Node alive.
 *
 * @example
 * ```js
 * import { ControlPlane, Credentials } from 'gatewright'
 * import { Emulator, freeOffsetBlock } from 'gatewright/emulator'
 *
 * const offsetBlock = await freeOffsetBlock(1)
 * const text = `[server]\noffset = ${offsetBlock.base}\n`
 * const nodes = [{ name: 'all-in-one', text, release: '4.7' }]
 * const emulator = await Emulator.start({ nodes, offsetBlock })
 * const url = `https://localhost:${9443 + offsetBlock.base}`
 * const credentials = Credentials.password('admin', 'admin')
 * const options = { caCertificates: emulator.caPem }
 * const controlPlane = await ControlPlane.connect(url, credentials, options)
 * await emulator.stop()
 * ```
 *
 * @packageDocumentation
 */
import type { CallOptions, Path, Secret } from './index.cjs'

/** What can be started on a node of the emulator. */
export type EmulatorPack = (typeof EmulatorPack)[keyof typeof EmulatorPack]
/** What can be started on a node of the emulator. */
export const EmulatorPack: {
  /** Everything in one server. */
  readonly AllInOne: 'all-in-one'
  /** Portals, key manager and event hub, no gateway. */
  readonly ControlPlane: 'control-plane'
  /** A gateway alone. */
  readonly Gateway: 'gateway'
  /** A traffic manager alone. */
  readonly TrafficManager: 'traffic-manager'
}

/** What goes wrong with a request. */
export type FaultAction = (typeof FaultAction)[keyof typeof FaultAction]
/** What goes wrong with a request. */
export const FaultAction: {
  /** It is answered later. */
  readonly Delay: 'delay'
  /** The connection closes before anything was done. */
  readonly Reset: 'reset'
  /** It is done, and the connection closes without an answer. */
  readonly LoseAnswer: 'lose-answer'
  /** It is done, and half of the answer is sent. */
  readonly HalfAnswer: 'half-answer'
  /** A status is answered, and nothing is done. */
  readonly Status: 'status'
  /**
   * A status is answered with the whole request in its body, as a debugging proxy's page does, and
   * nothing is done.
   */
  readonly Echo: 'echo'
}

/** A fault: what goes wrong, for which requests, how often. */
export interface FaultFields {
  /** What goes wrong. */
  readonly action: FaultAction
  /** How much later the answer comes, in milliseconds: for `delay`. */
  readonly delay?: number | null | undefined
  /** What is answered, from 200 to 599: for `status` and `echo`. */
  readonly status?: number | null | undefined
  /** The answer's body: for `status`. */
  readonly body?: string | null | undefined
  /** The answer's headers, such as `Retry-After`: for `status` and `echo`. */
  readonly headers?: Readonly<Record<string, string>> | null | undefined
  /** Only requests that reach this node. */
  readonly node?: string | null | undefined
  /** Only requests of this method. */
  readonly method?: string | null | undefined
  /** Only requests whose path, with its query, has this text in it; `*` stands for any text. */
  readonly path?: string | null | undefined
  /** The first so many matching requests pass. */
  readonly after?: number | null | undefined
  /** So many matching requests meet it; all when absent. */
  readonly times?: number | null | undefined
}

/** A fault for {@link Emulator.addFault}, checked for its types when it is made. */
export class Fault implements FaultFields {
  /** Takes what goes wrong, for which requests, how often. */
  constructor(options: FaultFields)
  /** What goes wrong. */
  readonly action: FaultAction
  /** How much later the answer comes, in milliseconds. */
  readonly delay?: number
  /** What is answered. */
  readonly status?: number
  /** The answer's body. */
  readonly body?: string
  /** The answer's headers. */
  readonly headers?: Readonly<Record<string, string>>
  /** Only requests that reach this node. */
  readonly node?: string
  /** Only requests of this method. */
  readonly method?: string
  /** Only requests whose path has this text in it. */
  readonly path?: string
  /** The first so many matching requests pass. */
  readonly after?: number
  /** So many matching requests meet it. */
  readonly times?: number
}

/** A fault that the emulator has. */
export interface PlayedFault {
  /** What goes wrong. */
  readonly action: FaultAction
  /** How much later the answer comes, in milliseconds. */
  readonly delay: number | null
  /** What is answered. */
  readonly status: number | null
  /** The answer's body. */
  readonly body: string | null
  /** The answer's headers. */
  readonly headers: Readonly<Record<string, string>>
  /** Only requests that reach this node. */
  readonly node: string | null
  /** Only requests of this method. */
  readonly method: string | null
  /** Only requests whose path has this text in it. */
  readonly path: string | null
  /** The first so many matching requests still pass. */
  readonly after: number
  /** So many matching requests still meet it; `null` when all do. */
  readonly times: number | null
  /** How many requests have met it. */
  readonly met: number
}

/** One node: where its file is, and what the file does not say. */
export interface EmulatorNodeFields {
  /** The folder of its pack, with `repository/conf/deployment.toml` below it; this or `text`. */
  readonly home?: Path | null | undefined
  /** Its `deployment.toml`; this or `home`. */
  readonly text?: string | null | undefined
  /** Its name; that of the home's folder when absent. */
  readonly name?: string | null | undefined
  /** Its release, such as `4.7`; what the home's `bin/version.txt` says when absent. */
  readonly release?: string | null | undefined
  /** Its release where the home has no `bin/version.txt` that names one. */
  readonly releaseIfUnknown?: string | null | undefined
  /** What is started on it; by `bin/version.txt` and the file's `server_role` when absent. */
  readonly pack?: EmulatorPack | null | undefined
}

/** One node, checked for its types when it is made. Its text does not print. */
export class EmulatorNode implements EmulatorNodeFields {
  /** Takes where its file is, and what the file does not say. */
  constructor(options: EmulatorNodeFields)
  /** The folder of its pack. */
  readonly home?: string
  /** Its `deployment.toml`. */
  get text(): string | undefined
  /** Its name. */
  readonly name?: string
  /** Its release. */
  readonly release?: string
  /** Its release where the home does not name one. */
  readonly releaseIfUnknown?: string
  /** What is started on it. */
  readonly pack?: EmulatorPack
  /** What `JSON.stringify` shows: no text. */
  toJSON(): object
}

/** Port offsets that follow each other, whose ports are kept free until an emulator takes them. */
export class OffsetBlock {
  private constructor()
  /** The first offset; the next nodes have the ones after it. */
  get base(): number
  /** What `JSON.stringify` shows. */
  toJSON(): object
}

/**
 * Draws offsets for so many nodes, at which every port of each is free and lies between 10000 and
 * 32767.
 */
export function freeOffsetBlock(count: number, options?: CallOptions): Promise<OffsetBlock>

/** What is known of a node from its own file. */
export class NodeInfo {
  private constructor()
  /** Its name. */
  readonly name: string
  /** Its release. */
  readonly release: string
  /** What is started on it. */
  readonly pack: EmulatorPack
  /** Its port offset. */
  readonly offset: number
  /** True while it ran when this was asked for. */
  readonly running: boolean
  /** One of its ports, named by its number at offset 0: `node.port(9443)`. */
  port(base: number): number
}

/** What an emulator is made of. */
export interface EmulatorOptions extends CallOptions {
  /** The nodes, at least one. */
  readonly nodes: Iterable<EmulatorNode | EmulatorNodeFields>
  /** Environment variables for `$env{…}`, before those of the process. */
  readonly variables?: Readonly<Record<string, string>> | null | undefined
  /** System properties for `$sys{…}`. */
  readonly properties?: Readonly<Record<string, string>> | null | undefined
  /** How long after a change the gateways of 4.x fetch it, in milliseconds; 50 when absent. */
  readonly propagationDelay?: number | null | undefined
  /** How long access tokens last, in milliseconds; an hour when absent. */
  readonly tokenLife?: number | null | undefined
  /** Ports that were kept free for these nodes. */
  readonly offsetBlock?: OffsetBlock | null | undefined
}

/** API-M in this process: nodes that start from their own `deployment.toml`. */
export class Emulator {
  private constructor()
  /**
   * Starts every node. When one does not start, those before it are stopped again.
   *
   * @throws {@link GatewrightError} `unreadable-file`, `node-refused`, `port-taken`, … whose message
   * names the node and who has the port.
   */
  static start(options: EmulatorOptions): Promise<Emulator>
  /** The page of a code of the emulator's errors in Markdown; `null` when there is no such code. */
  static explain(code: string): string | null
  /** The certificate of the authority that signed every node's: for `caCertificates`. */
  get caPem(): string
  /** An `http` backend that answers with what it was sent, as JSON. */
  get echoUrl(): string
  /** The faults there are, in the order they were added, used up or not. */
  get faults(): readonly PlayedFault[]
  /** The nodes, in the order they were given. */
  nodes(options?: CallOptions): Promise<readonly NodeInfo[]>
  /**
   * Adds a user to every control plane, or changes one. Roles that mean something are `admin`,
   * `Internal/creator`, `Internal/publisher` and `Internal/subscriber`.
   */
  addUser(
    name: string,
    password: Secret,
    roles: Iterable<string>,
    options?: CallOptions,
  ): Promise<void>
  /** What a node logged: lines that API-M's administrators look for. */
  log(node: string, options?: CallOptions): Promise<readonly string[]>
  /** Starts a node that was stopped; its file is read anew, and what its databases hold is there. */
  startNode(name: string, options?: CallOptions): Promise<void>
  /** Stops a node at once, as if its process were killed. */
  stopNode(name: string, options?: CallOptions): Promise<void>
  /**
   * From now on what the workflow decides about waits for an administrator
   * ({@link ControlPlane.decideWorkflow}): `AM_API_STATE` for publishing (from 3.2),
   * `AM_REVISION_DEPLOYMENT` for deploying revisions (from 4.3), `AM_APPLICATION_CREATION`,
   * `AM_SUBSCRIPTION_CREATION`, …
   *
   * @throws {@link GatewrightError} `unknown-workflow` when no control plane here has one of the name.
   */
  requireApproval(workflow: string, options?: CallOptions): Promise<void>
  /** Undoes {@link Emulator.requireApproval}; what waits already goes on waiting. */
  waiveApproval(workflow: string, options?: CallOptions): Promise<void>
  /** Stops every node, for good. No port is left. */
  stop(options?: CallOptions): Promise<void>
  /** Adds a fault. The first one that meets a request decides. */
  addFault(fault: Fault | FaultFields): void
  /** Takes every fault away. */
  clearFaults(): void
  /** What `JSON.stringify` shows. */
  toJSON(): object
}
