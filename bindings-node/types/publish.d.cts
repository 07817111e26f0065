/**
 * Publishing APIs through several environments: what is wanted, what that takes, what was done, and
 * proof. The operations are {@link ControlPlane}'s.
 */
import type {
  EnvironmentChange,
  GatewrightError,
  Lifecycle,
  OutcomeFormat,
  PlanFormat,
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

/** What an API is made of. */
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
}

/** What is wanted of an API. */
export interface PublicationOptions {
  /** The environments it should be in: names, or objects with more about them. */
  readonly environments?: Iterable<string | Target | TargetFields> | null | undefined
  /** What it is made of; without this it must exist. */
  readonly definition?: ApiDefinition | ApiDefinitionFields | null | undefined
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
 * Without a definition the API must exist. With one it is created when it does not, and its
 * endpoints and plans are brought in line when it does; the document is used for creating alone.
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
  /** The API's name. */
  readonly name: string
  /** The API's version. */
  readonly version: string
  /** The environments it should be in. */
  readonly environments?: readonly TargetFields[]
  /** What it is made of. */
  readonly definition?: ApiDefinitionFields
  /** The lifecycle state it should have. */
  readonly lifecycle?: Lifecycle
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
 * API is shown only by asking it: {@link ControlPlane.probe}, {@link ControlPlane.isOnGateway}, or
 * a call.
 */
export class Verification {
  private constructor()
  /** The lifecycle state as API-M spells it. */
  readonly lifecycle: string
  /** One entry per environment the publication names, in its order. */
  readonly environments: readonly EnvironmentState[]
  /** True when every environment has the API, none awaits an approval, and the portal shows them. */
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
  /** Whether it awaits an approval (since 4.3). */
  readonly isPending: boolean
  /** Whether the Developer Portal should show it. */
  readonly isShown: boolean
  /** At which URLs the Developer Portal offers it. */
  readonly urls: EndpointUrls | null
  /** True when the API is in it, that awaits no approval, and the portal shows what it should. */
  readonly isOk: boolean
  /** All of it in one line. */
  toString(): string
}
