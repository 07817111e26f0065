/**
 * Publishing APIs through several environments: what is wanted, what that takes, what was done, and
 * proof. The operations are {@link ControlPlane}'s.
 */
import type {
  EnvironmentChange,
  GatewrightError,
  KeyType,
  Lifecycle,
  OutcomeFormat,
  Path,
  PlanFormat,
  ProjectLayout,
  Report,
  SourceKind,
  Span,
  Topology,
  Verdict,
} from '../index.cjs'
import type { EndpointUrls } from './client.cjs'

/** One environment an API should be in, and how. */
export interface TargetFields {
  /** The environment's name. */
  readonly environment: string
  /** The virtual host at which its gateways offer the API (since 4.0); its default one when absent. */
  readonly virtualHost?: string | null | undefined
  /** Leaves the environment's URLs out of the Developer Portal (since 4.0). */
  readonly hiddenInPortal?: boolean | null | undefined
}

/** One environment an API should be in. */
export class Target implements TargetFields {
  /** An environment, at its default virtual host and shown in the portal unless said otherwise. */
  constructor(environment: string, options?: Omit<TargetFields, 'environment'>)
  /** The environment's name. */
  readonly environment: string
  /** The virtual host at which its gateways offer the API. */
  readonly virtualHost?: string
  /** Whether the Developer Portal leaves out the environment's URLs. */
  readonly hiddenInPortal?: boolean
}

/** One environment an API should be in, with everything that is known of it. */
export interface NamedTarget extends TargetFields {
  /** The virtual host at which its gateways offer the API; its default one when `null`. */
  readonly virtualHost: string | null
  /** Whether the Developer Portal leaves out the environment's URLs. */
  readonly hiddenInPortal: boolean
}

/** What an API is made of. */
export interface ApiDefinitionFields {
  /** Where its paths begin, such as `/pets`. */
  readonly context: string
  /** The text of an OpenAPI document, JSON or YAML. Without one API-M makes `/*` with five verbs. */
  readonly document?: string | null | undefined
  /** Where calls with production keys go. */
  readonly productionEndpoint?: string | null | undefined
  /** Where calls with sandbox keys go. */
  readonly sandboxEndpoint?: string | null | undefined
  /** The plans it can be subscribed with; `Unlimited` when absent. */
  readonly plans?: Iterable<string> | null | undefined
  /** `http`, `https` or both; `https` when absent. */
  readonly transports?: Iterable<string> | null | undefined
}

/** What an API is made of. Its endpoints, which may hold passwords, do not print. */
export class ApiDefinition implements ApiDefinitionFields {
  /** Takes what is known of it. */
  constructor(options: ApiDefinitionFields)
  /** Where its paths begin. */
  readonly context: string
  /** The text of an OpenAPI document. */
  readonly document?: string
  /** Where calls with production keys go. */
  readonly productionEndpoint?: string
  /** Where calls with sandbox keys go. */
  readonly sandboxEndpoint?: string
  /** The plans it can be subscribed with. */
  readonly plans?: readonly string[]
  /** `http`, `https` or both. */
  readonly transports?: readonly string[]
  /** What `JSON.stringify` shows: neither the document nor the endpoints. */
  toJSON(): object
}

/** What is wanted of an API. */
export interface PublicationOptions {
  /** The environments it should be in: names, or objects with more about them. */
  readonly environments?: Iterable<string | Target | TargetFields> | null | undefined
  /** What it is made of; without this and a project it must exist. */
  readonly definition?: ApiDefinition | ApiDefinitionFields | null | undefined
  /** The project it is made of, whose name and version it has: {@link Publication.fromProject}. */
  readonly project?: ApiProject | null | undefined
  /** The lifecycle state it should have; published when absent. */
  readonly lifecycle?: Lifecycle | null | undefined
}

/** What is wanted of an API, as one object. */
export interface PublicationFields extends PublicationOptions {
  /** The API's name. */
  readonly name: string
  /** The API's version. */
  readonly version: string
}

/**
 * An API, the environments it should be in, and the lifecycle state it should have.
 *
 * Without a definition or a project the API must exist. With a definition it is created when it does
 * not, and its endpoints, plans and document are brought in line when it does: what is otherwise is
 * replaced, and what the definition does not name stays. A project is imported when the API does not
 * exist or is made of something else.
 *
 * @example
 * ```js
 * const pets = new Publication('Pets', '1.0.0', {
 *   definition: { context: '/pets', productionEndpoint: 'https://pets.example.com' },
 *   environments: ['Production Gateway', new Target('eu', { virtualHost: 'eu.example.com' })],
 * })
 * const plan = await controlPlane.plan([pets])
 * console.log(`${plan}`)
 * const outcome = await controlPlane.apply(plan)
 * outcome.intoResult()
 * ```
 */
export class Publication implements PublicationFields {
  /** Of the API with this name and version. */
  constructor(name: string, version: string, options?: PublicationOptions)
  /**
   * Of the API that a project holds, in the environments and the lifecycle state that the project
   * names, unless others are given.
   */
  static fromProject(project: ApiProject, options?: ProjectPublicationOptions): Publication
  /** The API's name. */
  readonly name: string
  /** The API's version. */
  readonly version: string
  /** The environments it should be in. */
  readonly environments?: readonly TargetFields[]
  /** What it is made of, when that is a definition. */
  readonly definition?: ApiDefinition
  /** What it is made of, when that is a project. */
  readonly project?: ApiProject
  /** The lifecycle state it should have. */
  readonly lifecycle?: Lifecycle
  /** What the API is made of. */
  get source(): SourceKind
  /** The context that the API gets or must have; `null` when it must exist, with its own. */
  get context(): string | null
  /**
   * Whether the publication itself says where calls with keys of this type go; an existing API may
   * know besides.
   */
  hasEndpoint(keyType: KeyType): boolean
  /** The environments it should be in, in order, with everything that is known of them. */
  get targets(): readonly NamedTarget[]
  /** The lifecycle state it asks for, also when nothing was said. */
  get wantedLifecycle(): Lifecycle
}

/** What is wanted otherwise than a project says. */
export type ProjectPublicationOptions = Pick<PublicationOptions, 'environments' | 'lifecycle'>

/** How a project is read. */
export interface ApiProjectOptions {
  /**
   * A parameters file of apictl, or a folder with a `params.yaml`: its environments and endpoints
   * replace the project's.
   */
  readonly parameters?: Path | null | undefined
  /** For which of the environments that the parameters know; needed when there are several. */
  readonly parametersEnvironment?: string | null | undefined
}

/**
 * An API as apictl keeps it: a project folder, or the archive of one. It is read once, whole, and
 * checked; what is sent to API-M is made of it.
 *
 * @example
 * ```js
 * const project = ApiProject.open('Pets-1.0.0.zip', { parameters: 'params.yaml' })
 * const outcome = await controlPlane.publish([Publication.fromProject(project)])
 * ```
 */
export class ApiProject {
  private constructor()
  /**
   * Reads a folder with `api.yaml` (4.x) or `Meta-information/api.yaml` (3.x) in it or in its one
   * folder, or a zip archive of such a folder. Hidden files are left out.
   *
   * @throws {@link GatewrightError} when it cannot be read, is no project, is not safe to read, or
   * its parameters set what nobody would apply.
   */
  static open(path: Path, options?: ApiProjectOptions): ApiProject
  /** Where it was read from. */
  get path(): string
  /** Which releases it is made for. */
  get layout(): ProjectLayout
  /** The API's name. */
  get name(): string
  /** The API's version. */
  get version(): string
  /** The API's context, such as `/pets`. */
  get context(): string
  /** The lifecycle state it says the API should have; `unchanged` when it says none. */
  get lifecycle(): Lifecycle
  /**
   * The environments it names: those of `deployment_environments.yaml`, in 3.x of `environments`, or
   * of the parameters, which replace them.
   */
  get targets(): readonly NamedTarget[]
  /**
   * SHA-256 of what the API is made of, in hexadecimal: the same for a folder and its archive,
   * whatever the order of the files, and whatever environments and lifecycle state the project names.
   */
  get digest(): string
  /** Whether calls with keys of this type have a back end. */
  hasEndpoint(keyType: KeyType): boolean
  /** The back end's URL for keys of this type, when there is exactly one. */
  endpoint(keyType: KeyType): string | null
  /**
   * Checks that a server of this release reads the project.
   *
   * @throws {@link GatewrightError} of kind `Unsupported` when the layout is not the release's.
   */
  requireRelease(release: string): void
  /**
   * The archive to import: it changes the API's content alone. It names no environment since 4.0, so
   * that the server makes no revision, and in 3.x exactly `environments`; as lifecycle state it has
   * the one that the API has, such as `PUBLISHED`, so that nothing is demoted. The same project gives
   * the same bytes.
   */
  archiveForImport(
    currentLifecycle?: string | null,
    environments?: Iterable<string> | null,
  ): Uint8Array
  /** True when both are made of the same, and ask for the same. */
  equals(other: unknown): boolean
  /** What `JSON.stringify` shows: none of its content. */
  toJSON(): object
}

/** How a `publications.toml` is read. */
export interface PublicationsOptions {
  /** What `$env{NAME}` stands for, instead of the variables of the process. */
  readonly variables?: Readonly<Record<string, string>> | null | undefined
}

/** A place in a `publications.toml`. */
export class Position {
  private constructor()
  /** The file, as it was named; `null` when the text came from none. */
  readonly path: string | null
  /** The line, from 1. */
  readonly line: number
  /** The column in Unicode characters, from 1. */
  readonly column: number
  /** The part of the text concerned. */
  readonly span: Span
  /** As editors know it: `publications.toml:14:39`. */
  toString(): string
}

/**
 * The publications of a `publications.toml`. An invalid one cannot exist. They are what
 * {@link ControlPlane.plan} and {@link ControlPlane.publish} take.
 *
 * @example
 * ```js
 * const publications = Publications.load('publications.toml')
 * console.log(publications.check(Topology.load('topology.toml')).format('text'))
 * try {
 *   console.log(`${await controlPlane.plan(publications)}`)
 * } catch (error) {
 *   if (!(error instanceof GatewrightError)) throw error
 *   console.error(`${publications.locate(error)}: ${error.message}`)
 * }
 * ```
 */
export class Publications implements Iterable<Publication> {
  private constructor()
  /**
   * Reads a `publications.toml`, and the documents and projects that it names, by paths from its
   * folder.
   *
   * @throws {@link GatewrightError} with every mistake in its `diagnostics`.
   */
  static load(path: Path, options?: PublicationsOptions): Publications
  /**
   * Reads the text of a `publications.toml`; `base` is the folder from which its paths lead.
   *
   * @throws {@link GatewrightError} with every mistake in its `diagnostics`.
   */
  static parse(text: string, base: Path, options?: PublicationsOptions): Publications
  /** The JSON Schema of a `publications.toml`, for editors. */
  static jsonSchema(): Record<string, unknown>
  /** The file they were read from; `null` for a text. */
  get path(): string | null
  /** How many there are; at least one. */
  get length(): number
  /** The publications, in the order of the file. */
  [Symbol.iterator](): Iterator<Publication>
  /** Compares them with a topology: what needs no server to be known. */
  check(topology: Topology): Report
  /** Where that stands which an error of planning or applying is about; `null` when none of these. */
  locate(error: GatewrightError): Position | null
  /** True when both say the same, wherever it stands. */
  equals(other: unknown): boolean
  /** What `JSON.stringify` shows. */
  toJSON(): object
}

/** What a {@link Step} does. */
export type Action =
  | {
      /** Creates the API; in 3.x with its environments. */
      readonly kind: 'create-api'
      /** Its context. */
      readonly context: string
      /** The environments it is created with: 3.x. */
      readonly environments: readonly string[]
    }
  | {
      /** Changes fields of the API; in 3.x also its list of environments. */
      readonly kind: 'update-api'
      /** The fields, in API-M's own names. */
      readonly fields: readonly string[]
      /** The environments that are added: 3.x. */
      readonly environments: readonly string[]
    }
  | {
      /** Deletes a revision of Gatewright's that is deployed nowhere, to stay within the limit. */
      readonly kind: 'delete-revision'
      /** API-M's identifier. */
      readonly id: string
      /** `Revision 3` */
      readonly name: string
    }
  | {
      /** Makes a revision of the API as it is then. */
      readonly kind: 'create-revision'
    }
  | {
      /** Deploys that revision. */
      readonly kind: 'deploy'
      /** Environments with their virtual hosts. */
      readonly environments: readonly (readonly [environment: string, host: string])[]
    }
  | {
      /** Changes the lifecycle state. */
      readonly kind: 'change-lifecycle'
      /** API-M's name of the change, such as `Publish`. */
      readonly action: string
    }

/** One change to one API. */
export class Step {
  private constructor()
  /** The API's name. */
  readonly api: string
  /** The API's version. */
  readonly version: string
  /** What is done. */
  readonly action: Action
  /** The step in one line. */
  toString(): string
}

/** What becomes of an API in one environment. */
export interface EnvironmentPlan {
  /** The environment's name. */
  readonly environment: string
  /** What is done there. */
  readonly change: EnvironmentChange
  /** Why, in words. */
  readonly why: string
}

/** What one API needs. */
export interface ApiPlan {
  /** The API's name. */
  readonly name: string
  /** The API's version. */
  readonly version: string
  /** API-M's identifier; null when the API will be created. */
  readonly id: string | null
  /** What it comes to. */
  readonly verdict: Verdict
  /** The steps, in order. */
  readonly steps: readonly Step[]
  /** What becomes of it in each environment that is named; nothing when it cannot be published. */
  readonly environments: readonly EnvironmentPlan[]
  /** Why it cannot be published. */
  readonly error: GatewrightError | null
}

/** What is missing for publications to be true: steps in the order in which they will be done. */
export class Plan implements Iterable<Step> {
  private constructor()
  /** The APIs, in the order of their publications. */
  get apis(): readonly ApiPlan[]
  /** What it comes to: `cannot` when one API cannot, else `changes` when one has steps. */
  get verdict(): Verdict
  /** The steps, in order. */
  get steps(): readonly Step[]
  /** True when everything is as it should be. */
  get isEmpty(): boolean
  /** In one of the formats, text unless said otherwise: a text that ends in a line break. */
  format(format?: PlanFormat): string
  /**
   * A JSON document for {@link ControlPlane.planAsSaved}: to be applied later. It holds names,
   * identifiers, digests and the steps in words: no document, no endpoint, no secret.
   */
  save(): string
  /** One line a step, and one for each API that cannot be published. */
  toString(): string
  /** The steps. */
  [Symbol.iterator](): Iterator<Step>
  /** What `JSON.stringify` shows. */
  toJSON(): object
}

/** What was done for one API. */
export class ApiOutcome {
  private constructor()
  /** The API's name. */
  readonly name: string
  /** The API's version. */
  readonly version: string
  /** API-M's identifier, when the API exists. */
  readonly id: string | null
  /** The steps that were done, in order. */
  readonly done: readonly Step[]
  /** What the server accepted and somebody has to approve, in words. */
  readonly pending: readonly string[]
  /** The step that failed. */
  readonly failed: Step | null
  /** Why it failed; or why the API could not be planned. */
  readonly error: GatewrightError | null
  /** True when steps were left out because another API failed and the apply was to stop then. */
  readonly isStopped: boolean
  /** One line for each thing that was done, awaits an approval or failed. */
  toString(): string
}

/** What was done, API by API, and what went wrong. One API's failure does not stop the others. */
export class Outcome {
  private constructor()
  /** One entry per API of the plan. */
  get apis(): readonly ApiOutcome[]
  /** Why the journal or the audit log does not tell all of it. */
  get notRecorded(): GatewrightError | null
  /** True when nothing failed, and what was to be written down is. Something may be pending. */
  get isOk(): boolean
  /** In one of the formats, text unless said otherwise: a text that ends in a line break. */
  format(format?: OutcomeFormat): string
  /** One line for each thing that was done, awaits an approval or failed. */
  toString(): string
  /**
   * The outcome itself when nothing failed.
   *
   * @throws {@link GatewrightError} the first error, whose context says what was done before it.
   */
  intoResult(): this
  /** What `JSON.stringify` shows. */
  toJSON(): object
}

/**
 * What the control plane and the Developer Portal say of a publication. That a gateway serves the
 * API is shown only by asking it: {@link ControlPlane.verifyWith}, {@link ControlPlane.probe}, or a call.
 */
export class Verification {
  private constructor()
  /** The lifecycle state as API-M spells it. */
  readonly lifecycle: string
  /** The one that the publication names. */
  readonly wantedLifecycle: Lifecycle
  /** One entry per environment the publication names, in its order. */
  readonly environments: readonly EnvironmentState[]
  /** True when the lifecycle state is the wanted one and every environment has the API as it should. */
  readonly isOk: boolean
  /** One line for the lifecycle and one for each environment. */
  toString(): string
}

/** How an API stands in one environment. */
export class EnvironmentState {
  private constructor()
  /** The environment's name. */
  readonly environment: string
  /** Whether the API is in it, by the control plane's word. */
  readonly isDeployed: boolean
  /** Whether a deployment there awaits an approval (since 4.3), beside what is there or alone. */
  readonly isPending: boolean
  /** Whether a deployment there was refused an approval (since 4.3), and nothing newer is there. */
  readonly isRejected: boolean
  /** Whether the Developer Portal should show it. */
  readonly isShown: boolean
  /** At which URLs the Developer Portal offers it. */
  readonly urls: EndpointUrls | null
  /**
   * True when the API is in it, and the portal shows what it should. A deployment that awaits an
   * approval, or was refused one, is not as it should be.
   */
  readonly isOk: boolean
  /** All of it in one line. */
  toString(): string
}
