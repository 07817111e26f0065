/**
 * The Publisher's operations: APIs, their archives, revisions, deployments and lifecycles. They are
 * {@link ControlPlane}'s.
 */
import type { CallOptions } from './connect.cjs'
import type { ApiSummary } from './client.cjs'

/**
 * An API as API-M stores it: a JSON object, kept whole, because an update replaces all of it. Its
 * fields differ between releases; those that have a property here are the same in all.
 *
 * It prints its identifier, name and version alone: the security of an endpoint may hold a password.
 *
 * @example
 * ```js
 * const pets = await controlPlane.getApi(id)
 * pets.set('tags', [...(pets.get('tags') ?? []), 'cats'])
 * await controlPlane.updateApi(pets)
 * ```
 */
export class ApiDocument {
  /** Takes its fields, each what JSON can express. */
  constructor(fields: Readonly<Record<string, unknown>>)
  /**
   * Reads the text of a JSON object.
   *
   * @throws {@link GatewrightError} `invalid-api-document` when it is none.
   */
  static parse(text: string): ApiDocument
  /** API-M's identifier; empty for an API that is not there yet. */
  get id(): string
  /** The name. */
  get name(): string
  /** The version. */
  get version(): string
  /** The context, such as `/pets`. */
  get context(): string
  /** The lifecycle state as API-M spells it: `CREATED`, `PUBLISHED`, … */
  get lifecycle(): string
  /** When it last changed, in the release's own spelling; empty when the release does not say. */
  get lastUpdated(): string
  /** One field, copied; `null` when it is absent or `null`. */
  get(field: string): any
  /** Sets one field; the others keep what the server wrote, to the letter. */
  set(field: string, value: unknown): this
  /** All of it as the text of a JSON object, numbers as the server wrote them. */
  stringify(): string
  /** All of it, copied. */
  toObject(): Record<string, any>
  /** What `JSON.stringify` shows: identifier, name and version. */
  toJSON(): object
}

/** An API that is given: a document, or its fields. */
export type ApiFields = ApiDocument | Readonly<Record<string, unknown>>

/** In which order APIs are listed, since 4.1. */
export type ApiOrder = (typeof ApiOrder)[keyof typeof ApiOrder]
/** In which order APIs are listed, since 4.1. */
export const ApiOrder: {
  /** By their names. */
  readonly Name: 'name'
  /** By their versions. */
  readonly Version: 'version'
  /** By the time they were made at: API-M's own order, the newest first. */
  readonly CreatedTime: 'created-time'
  /** By their lifecycle states. */
  readonly Status: 'status'
}

/** Which APIs are searched for; without anything, all that the user may see. */
export interface ApiQuery {
  /** Of exactly this name. (Some releases also give names that hold it.) */
  readonly name?: string | null | undefined
  /** Of this version. */
  readonly version?: string | null | undefined
  /** With this context, such as `/pets`. */
  readonly context?: string | null | undefined
  /** In this lifecycle state, as API-M spells it: `CREATED`, `PUBLISHED`, … */
  readonly status?: string | null | undefined
  /** Made by this user. */
  readonly provider?: string | null | undefined
  /** Terms in API-M's own language, such as `pets` or `description:cats`, beside the others. */
  readonly text?: string | null | undefined
  /** In this order, from the smallest on; since 4.1. */
  readonly order?: ApiOrder | null | undefined
  /** In that order from the greatest on. */
  readonly descending?: boolean | null | undefined
  /** How many APIs are asked for at once, from 1 to 100: so many are held in memory; 25 when absent. */
  readonly pageSize?: number | null | undefined
}

/** What an import of an archive does with what is there. */
export interface ImportOptions extends CallOptions {
  /** Updates the API that is there. */
  readonly overwrite?: boolean | null | undefined
  /** Keeps the provider that the archive names. */
  readonly preserveProvider?: boolean | null | undefined
  /**
   * Makes room when the API has as many revisions as API-M keeps: the oldest one is undeployed and
   * deleted. Since 4.0.
   */
  readonly rotateRevision?: boolean | null | undefined
  /** Only says what it would do. Since 4.5. */
  readonly dryRun?: boolean | null | undefined
}

/** What an export holds. */
export interface ExportOptions extends CallOptions {
  /** Whose API, where several providers have one of this name. */
  readonly provider?: string | null | undefined
  /** With its lifecycle state. */
  readonly preserveStatus?: boolean | null | undefined
  /** The revision of this number, with its deployments. Since 4.0. */
  readonly revision?: number | null | undefined
  /** The latest revision, with its deployments. Since 4.0. */
  readonly latestRevision?: boolean | null | undefined
}

/** A revision of an API: a state that can be deployed, since 4.0. */
export interface Revision {
  /** API-M's identifier. */
  readonly id: string
  /** The number API-M counts with; 0 when it says none. */
  readonly number: number
  /** `Revision 3` */
  readonly displayName: string
  /** What whoever made it wrote, at most 255 characters. */
  readonly description: string
  /** When it was made, as API-M writes it. */
  readonly createdTime: string
  /** Where it is deployed, or will be once that is approved. */
  readonly deployments: readonly Deployment[]
}

/** A revision at one environment, since 4.0. */
export interface Deployment {
  /** The environment's name. */
  readonly environment: string
  /** The virtual host it is offered at. */
  readonly virtualHost: string
  /** The revision's identifier, where API-M says it. */
  readonly revisionId: string | null
  /** Whether the Developer Portal shows its URLs. */
  readonly displayOnDevportal: boolean
  /**
   * `CREATED` while an approval is awaited, `APPROVED`, `REJECTED`; since 4.3. Before, every
   * deployment is approved.
   */
  readonly status: string | null
  /** False while an approval is awaited, or refused. */
  readonly isApproved: boolean
  /** How many gateway nodes of the environment are alive, since 4.6. */
  readonly liveGatewayCount: number | null
  /** How many of them have deployed the revision, since 4.6. */
  readonly deployedGatewayCount: number | null
  /** How many of them have failed to, since 4.6. */
  readonly failedGatewayCount: number | null
}

/** Where a revision is deployed to. */
export interface DeploymentTarget {
  /** The environment's name. */
  readonly environment: string
  /** The virtual host; the environment's first one when absent. */
  readonly virtualHost?: string | null | undefined
  /** Without its URLs in the Developer Portal. */
  readonly hidden?: boolean | null | undefined
}

/** An API's lifecycle state, and what can be done from there. */
export interface LifecycleState {
  /** As API-M spells it here: `Created`, `Published`, … */
  readonly state: string
  /** What can be chosen beside the next change. */
  readonly checkItems: readonly LifecycleCheckItem[]
  /** The changes that are possible from here. */
  readonly availableTransitions: readonly LifecycleTransition[]
}

/** Something that can be chosen beside a change of the state. */
export interface LifecycleCheckItem {
  /** What it is named by; the wording differs between releases. */
  readonly name: string
  /** Whether it is chosen. */
  readonly value: boolean
}

/** A change that is possible. */
export interface LifecycleTransition {
  /** What it is asked for by, such as `Publish`. */
  readonly event: string
  /** The state it leads to, such as `Published`. */
  readonly targetState: string
}

/** A change that was made. */
export interface LifecycleEvent {
  /** The state before; empty when the API was made. */
  readonly previousState: string
  /** The state after. */
  readonly postState: string
  /** Who made it. */
  readonly user: string
  /** When, as API-M writes it. */
  readonly updatedTime: string
}

/** What came of a change of the state. */
export interface LifecycleOutcome {
  /** The state the API has now. */
  readonly state: LifecycleState
  /** Whether somebody has to approve the change first: the state has not changed then. */
  readonly isPending: boolean
}

/** What {@link ControlPlane.changeLifecycle} is told. */
export interface LifecycleOptions extends CallOptions {
  /** Chooses items of {@link LifecycleState.checkItems}, or not, by their names. */
  readonly checks?: Readonly<Record<string, boolean>> | null | undefined
}

/** What a control plane does by its Publisher API. */
export interface PublisherOperations {
  /**
   * Makes an API of a document with at least `name`, `version` and `context`. In 3.x it names its
   * gateways in `gatewayEnvironments`. When the answer is lost, the API of this name and version is
   * looked for: there was none before.
   *
   * @example
   * ```js
   * const pets = await controlPlane.createApi({ name: 'Pets', version: '1.0.0', context: '/pets' })
   * await controlPlane.updateApi(pets.set('description', 'Cats and dogs'))
   * await controlPlane.deleteApi(pets.id)
   * ```
   *
   * @throws {@link GatewrightError} `api-exists` when there is one of this name and version.
   */
  createApi(api: ApiFields, options?: CallOptions): Promise<ApiDocument>
  /**
   * Makes an API of an OpenAPI document, YAML or JSON, and further properties: at least `name`,
   * `version` and `context`, and what the document does not say, such as `endpointConfig`.
   *
   * @throws {@link GatewrightError} as {@link ControlPlane.createApi}.
   */
  importOpenapi(
    openapi: string | ArrayBufferView,
    properties: ApiFields,
    options?: CallOptions,
  ): Promise<ApiDocument>
  /** An API as it is stored; by the identifier of a revision, as that revision has it. */
  getApi(id: string, options?: CallOptions): Promise<ApiDocument>
  /**
   * Replaces an API by this document, which was read before. The API is read again: what somebody
   * changed meanwhile is not overwritten, but for the moment between that reading and the writing.
   * When the answer is lost, the API is read once more, and the update sent again only if the API did
   * not change. API-M ignores another context here, and the lifecycle state is changed by
   * {@link ControlPlane.changeLifecycle}.
   *
   * @throws {@link GatewrightError} `changed-meanwhile`; `update-uncertain`, when the answer was lost
   * and the API changed to something else; and `api-without-id` for a document that was not read from
   * the server.
   */
  updateApi(api: ApiFields, options?: CallOptions): Promise<ApiDocument>
  /**
   * An API's definition as the server keeps it, with the server's own additions. By a revision's
   * identifier it is the definition as that revision has it.
   */
  apiDefinition(apiId: string, options?: CallOptions): Promise<string>
  /**
   * Replaces an API's definition by an OpenAPI document, JSON or YAML, and gives what the server keeps
   * of it. The API's operations become those of the document. Since 4.0 gateways go on with what they
   * have until a revision is made and deployed. When the answer is lost, the definition is read, and
   * the document sent again only if nothing changed.
   *
   * @throws {@link GatewrightError} `empty-document` and `invalid-definition`; `update-uncertain`, when
   * the answer was lost and the definition changed to something else.
   */
  updateApiDefinition(apiId: string, document: string, options?: CallOptions): Promise<string>
  /** Deletes an API. When the answer is lost and the API is not there, it was deleted. */
  deleteApi(id: string, options?: CallOptions): Promise<void>
  /**
   * Searches the Publisher's APIs, a page at a time. Nothing is sent before the first one is wanted.
   * APIs that are made or deleted meanwhile may be missed or given twice: API-M counts anew for each
   * page.
   *
   * @example
   * ```js
   * for await (const api of controlPlane.searchApis({ status: 'PUBLISHED' })) console.log(api.name)
   * ```
   */
  searchApis(query?: ApiQuery | null, options?: CallOptions): AsyncGenerator<ApiSummary, void, void>
  /**
   * Imports the zip archive of an API; in 3.x by the Admin API. The answer is the server's own words.
   * An import is no unit: one that names an unknown environment fails with the API already changed.
   *
   * @throws {@link GatewrightError} `invalid-archive` for what is no zip archive, of kind `Conflict`
   * when the API is there and may not be overwritten.
   */
  importArchive(archive: ArrayBufferView, options?: ImportOptions): Promise<string>
  /** The zip archive of an API; in 3.x by the Admin API. */
  exportArchive(name: string, version: string, options?: ExportOptions): Promise<Uint8Array>
  /**
   * Makes a revision of the API as it is now. When the answer is lost, the revision that was not
   * there before and has this description is looked for.
   *
   * @throws {@link GatewrightError} `revision-limit` when the API has five, as many as API-M keeps.
   */
  createRevision(apiId: string, description: string, options?: CallOptions): Promise<Revision>
  /** The revisions of an API, each with where it is deployed. */
  revisions(apiId: string, options?: CallOptions): Promise<readonly Revision[]>
  /** Deletes a revision that is deployed nowhere. */
  deleteRevision(apiId: string, revisionId: string, options?: CallOptions): Promise<void>
  /**
   * Deploys a revision to environments, in one request; another revision that is there is replaced.
   * The names of environments and hosts are checked first. The answer is a promise: gateways fetch
   * the API afterwards ({@link ControlPlane.waitUntilLive}).
   *
   * @throws {@link GatewrightError} `no-environment`, `unknown-environment`, `unknown-virtual-host`.
   */
  deployRevision(
    apiId: string,
    revisionId: string,
    targets: Iterable<string | DeploymentTarget>,
    options?: CallOptions,
  ): Promise<readonly Deployment[]>
  /** Takes a revision off environments. */
  undeployRevision(
    apiId: string,
    revisionId: string,
    environments: Iterable<string>,
    options?: CallOptions,
  ): Promise<void>
  /** Takes a revision off every environment. */
  undeployRevisionEverywhere(
    apiId: string,
    revisionId: string,
    options?: CallOptions,
  ): Promise<void>
  /** Makes the API's working copy what a revision is. Nothing is deployed by it. */
  restoreRevision(apiId: string, revisionId: string, options?: CallOptions): Promise<ApiDocument>
  /** Where an API is deployed: one entry per environment, since 4.0. */
  deployments(apiId: string, options?: CallOptions): Promise<readonly Deployment[]>
  /**
   * Changes what {@link ControlPlane.deployments} gave: whether the Developer Portal shows it (not,
   * when that is absent), and its virtual host.
   *
   * @example
   * ```js
   * const [deployment] = await controlPlane.deployments(id)
   * await controlPlane.updateDeployment(id, { ...deployment, displayOnDevportal: false })
   * ```
   */
  updateDeployment(
    apiId: string,
    deployment: Pick<Deployment, 'environment' | 'virtualHost'> & Partial<Deployment>,
    options?: CallOptions,
  ): Promise<Deployment>
  /** Takes back a deployment that awaits an approval, since 4.3. */
  cancelDeployment(
    apiId: string,
    revisionId: string,
    environment: string,
    options?: CallOptions,
  ): Promise<void>
  /** An API's lifecycle state and what can be done from there. */
  lifecycle(apiId: string, options?: CallOptions): Promise<LifecycleState>
  /** The changes of an API's lifecycle state, the oldest first. */
  lifecycleHistory(apiId: string, options?: CallOptions): Promise<readonly LifecycleEvent[]>
  /**
   * Changes an API's lifecycle state, by API-M's own name of the action: `Publish`, `Deploy as a
   * Prototype`, `Demote to Created`, `Block`, `Re-Publish`, `Deprecate` or `Retire`; blanks and hyphens
   * count. Where an approval workflow stands before the change, it succeeds with
   * {@link LifecycleOutcome.isPending} and the state it had.
   *
   * @throws {@link GatewrightError} `lifecycle-unreachable` when the state does not allow the action.
   */
  changeLifecycle(
    apiId: string,
    action: string,
    options?: LifecycleOptions,
  ): Promise<LifecycleOutcome>
  /**
   * Takes back a change of the lifecycle state that awaits an approval. That nothing waits is a success
   * too.
   */
  cancelLifecycleChange(apiId: string, options?: CallOptions): Promise<void>
}
