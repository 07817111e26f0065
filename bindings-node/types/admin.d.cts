/**
 * What administrators do: gateway environments that are made at run time, tasks that await a
 * decision, and single gateway nodes. The operations are {@link ControlPlane}'s.
 */
import type { CallOptions, Secret } from './connect.cjs'

/** A virtual host that is given, with its ports: 8280, 8243, 9099 and 8099 unless they are said. */
export interface AdminVirtualHostFields {
  /** The host, never a URL. */
  readonly host: string
  /** What stands before an API's context in its URLs. */
  readonly httpContext?: string | null | undefined
  /** The port for HTTP. */
  readonly httpPort?: number | null | undefined
  /** The port for HTTPS. */
  readonly httpsPort?: number | null | undefined
  /** The port for WebSocket. */
  readonly wsPort?: number | null | undefined
  /** The port for secure WebSocket. */
  readonly wssPort?: number | null | undefined
}

/** A host at which an environment's gateways offer APIs, and its ports, where there are any. */
export interface AdminVirtualHost {
  /** The host. */
  readonly host: string
  /** The port for HTTP. */
  readonly httpPort: number | null
  /** The port for HTTPS. */
  readonly httpsPort: number | null
  /** The port for WebSocket. */
  readonly wsPort: number | null
  /** The port for secure WebSocket. */
  readonly wssPort: number | null
}

/** What can be said of a new environment. */
export interface AdminEnvironmentOptions {
  /** What people are shown. */
  readonly displayName?: string | null | undefined
  /** What it is for. */
  readonly description?: string | null | undefined
  /** The kind of its gateways, such as `Regular` or `APK`, since 4.3. */
  readonly gatewayType?: string | null | undefined
}

/** What of an environment changes; the rest stays. */
export interface AdminEnvironmentChanges extends AdminEnvironmentOptions {
  /** Other virtual hosts, the default one first. */
  readonly virtualHosts?: Iterable<string | AdminVirtualHostFields> | null | undefined
}

/**
 * A gateway environment as the Admin Portal has it, since 4.0. What a release says of it beyond
 * these properties is kept, so that a change leaves it alone.
 *
 * @example
 * ```js
 * const host = { host: 'eu.gw.example', httpsPort: 443 }
 * const made = await controlPlane.createAdminEnvironment(new AdminEnvironment('eu-west', [host]))
 * await controlPlane.updateAdminEnvironment(made.with({ displayName: 'EU West' }))
 * ```
 */
export class AdminEnvironment {
  /** Takes its name (letters, digits, `_` and `-`) and its virtual hosts, the default one first. */
  constructor(
    name: string,
    virtualHosts: Iterable<string | AdminVirtualHostFields>,
    options?: AdminEnvironmentOptions,
  )
  /** API-M's identifier; empty for one that is not there yet. */
  readonly id: string
  /** The name. */
  readonly name: string
  /** What people are shown. */
  readonly displayName: string
  /** Whether it is of the control plane's `deployment.toml`, and cannot be changed here. */
  readonly isReadOnly: boolean
  /** Its virtual hosts, the default one first. */
  readonly virtualHosts: readonly AdminVirtualHost[]
  /** The environment with changes; this one stays as it is. */
  with(changes: AdminEnvironmentChanges): AdminEnvironment
  /** What `JSON.stringify` shows. */
  toJSON(): object
}

/** A gateway node behind an environment, as it reports to the control plane since 4.6. */
export interface GatewayInstance {
  /** What the node calls itself. */
  readonly id: string
  /** When it reported last, as API-M writes it. */
  readonly lastActive: string
  /** `ACTIVE`, or `EXPIRED` when it has not reported for a while. */
  readonly status: string
}

/** A task that awaits a decision: somebody asked for what an approval workflow stands before. */
export interface WorkflowTask {
  /** What it is decided by. */
  readonly id: string
  /**
   * What was asked for: `API_STATE`, `SUBSCRIPTION_CREATION`, `APPLICATION_CREATION`,
   * `REVISION_DEPLOYMENT`, …
   */
  readonly kind: string
  /** `CREATED` while it awaits the decision, `APPROVED` or `REJECTED` after it. */
  readonly status: string
  /** What was asked for, in words. */
  readonly description: string
  /** When, as API-M writes it. */
  readonly createdTime: string
}

/** What is decided of a task. */
export type Decision = (typeof Decision)[keyof typeof Decision]
/** What is decided of a task. */
export const Decision: {
  /** It is done. */
  readonly Approve: 'approve'
  /** It is not. */
  readonly Reject: 'reject'
}

/** What {@link ControlPlane.workflowTasks} is told. */
export interface WorkflowTasksOptions extends CallOptions {
  /** One kind of tasks, such as `API_STATE` or `REVISION_DEPLOYMENT`. */
  readonly kind?: string | null | undefined
}

/** A gateway node and an account of it, by {@link ControlPlane.gateway}. The password does not print. */
export class GatewayNode {
  private constructor()
  /** The management address, without a slash at its end. */
  get url(): string
  /** Whether the node holds this API (since 4.0). */
  hasApi(name: string, version: string, options?: CallOptions): Promise<boolean>
  /**
   * Has the node fetch the API from the control plane again: for one that missed the news of a
   * deployment, which the control plane does not repeat (since 4.0).
   *
   * @throws {@link GatewrightError} `redeployment-failed` when the node says that it failed.
   */
  redeploy(name: string, version: string, options?: CallOptions): Promise<void>
  /**
   * Whether the node has started and loaded its APIs: false while it answers that it has not (since
   * 4.1; before, {@link waitUntilReady}). No account is needed.
   */
  isHealthy(options?: CallOptions): Promise<boolean>
  /** What `JSON.stringify` shows: no password. */
  toJSON(): object
}

/** What a control plane does by its Admin API, and what single gateway nodes do. */
export interface AdminOperations {
  /**
   * The environments as the Admin Portal has them, those of the control plane's file among them
   * (since 4.0).
   */
  adminEnvironments(options?: CallOptions): Promise<readonly AdminEnvironment[]>
  /**
   * The environment of exactly this name.
   *
   * @throws {@link GatewrightError} `no-such-environment`, which says what there is.
   */
  adminEnvironment(name: string, options?: CallOptions): Promise<AdminEnvironment>
  /**
   * Makes an environment; gateways serve it when their files name it. When the answer is lost, it is
   * looked for: there was none of the name before.
   *
   * @throws {@link GatewrightError} `environment-exists`.
   */
  createAdminEnvironment(
    environment: AdminEnvironment,
    options?: CallOptions,
  ): Promise<AdminEnvironment>
  /**
   * Changes an environment that was read before. Its name stays.
   *
   * @throws {@link GatewrightError} `environment-without-id` for one that was not read.
   */
  updateAdminEnvironment(
    environment: AdminEnvironment,
    options?: CallOptions,
  ): Promise<AdminEnvironment>
  /** Deletes an environment. */
  deleteAdminEnvironment(id: string, options?: CallOptions): Promise<void>
  /** The gateway nodes that stand behind an environment and report to the control plane (since 4.6). */
  environmentGateways(id: string, options?: CallOptions): Promise<readonly GatewayInstance[]>
  /** The tasks that await a decision (since 3.2). */
  workflowTasks(options?: WorkflowTasksOptions): Promise<readonly WorkflowTask[]>
  /** One task (since 3.2). */
  workflowTask(id: string, options?: CallOptions): Promise<WorkflowTask>
  /**
   * Decides a task; the comment may be empty.
   *
   * @throws {@link GatewrightError} `decided-otherwise` when somebody else was faster.
   */
  decideWorkflow(
    id: string,
    decision: Decision,
    comment: string,
    options?: CallOptions,
  ): Promise<void>
  /**
   * A gateway node of this control plane's: the node's management address, such as
   * `https://gateway-1:9444`, and an account of that node's own. Nothing is sent yet.
   *
   * @example
   * ```js
   * const node = controlPlane.gateway('https://gateway-1:9444', 'admin', password)
   * if (!(await node.hasApi('Pets', '1.0.0'))) await node.redeploy('Pets', '1.0.0')
   * ```
   *
   * @throws {@link GatewrightError} of kind `InvalidInput` for a URL that cannot be used, or would
   * carry the password in the clear.
   */
  gateway(url: string, user: string, password: Secret): GatewayNode
}
