/**
 * Following an apply, and publishing in waves. The operations are {@link ControlPlane}'s.
 */
import type { EventKind, GatewrightError, Path } from '../index.cjs'
import type { CallOptions } from './connect.cjs'
import type { ProofOptions } from './proof.cjs'
import type { Outcome, Publication, PublicationFields, Step } from './publish.cjs'

/** How a plan is made. */
export interface PlanOptions extends CallOptions {
  /** An API that cannot be published stands in the plan, with its error, beside the others. */
  readonly keepGoing?: boolean | null | undefined
}

/** How a plan is applied. */
export interface ApplyOptions extends CallOptions {
  /**
   * After a failure no further step is begun; what is under way is finished. Of a plan with an API
   * that cannot be published nothing is begun.
   */
  readonly stopOnFailure?: boolean | null | undefined
  /**
   * Is told of each step before and after it, and of each API at its end. What it throws, or its
   * promise is rejected with, stops no step: it is not called again, and the call is rejected with
   * an {@link EventCallbackError} in the end.
   */
  readonly onEvent?: ((event: Event) => unknown) | null | undefined
  /**
   * A file in which is written down what is about to be done, before each step, and what became of
   * it: {@link ControlPlane.resume} finishes a run that was killed. It holds no secret.
   */
  readonly journal?: Path | null | undefined
  /** A file to which a line of JSON is added for everything that was done. It holds no secret. */
  readonly auditLog?: Path | null | undefined
}

/** Something that happened while a plan was applied. */
export class Event {
  private constructor()
  /** What happened. */
  readonly kind: EventKind
  /** The API's name. */
  readonly api: string
  /** The API's version. */
  readonly version: string
  /** The step it is about; null at the end of an API. */
  readonly step: Step | null
  /** What awaits an approval, or went wrong, in words. */
  readonly message: string | null
  /** How many APIs are finished. */
  readonly finished: number
  /** How many APIs the plan changes. */
  readonly total: number
  /** All of it in one line. */
  toString(): string
}

/**
 * A function given as `onEvent` failed: what it threw is the cause of this error. It stopped nothing:
 * what was applied was applied to its end, as `outcome` says.
 */
export class EventCallbackError extends Error {
  private constructor()
  /** What was done all the same. */
  readonly outcome: Outcome | RolloutOutcome
}

/** In which waves publications go out. */
export interface RolloutOptions {
  /** The environments of each wave. */
  readonly waves?: Iterable<Iterable<string>> | null | undefined
  /** Adds a last wave: every environment that the publications name and no other wave does. */
  readonly rest?: boolean | null | undefined
  /** Proof that the gateways are to give after each wave, besides the control plane's word. */
  readonly proof?: ProofOptions | null | undefined
  /**
   * Is asked after each wave, with its environments, when its APIs are where they should be. What it
   * throws, or its promise is rejected with, is the reason why the roll-out stops; so is `false`.
   */
  readonly check?: ((environments: readonly string[]) => unknown) | null | undefined
  /**
   * A failure takes back what the roll-out has changed, its requests that await an approval among it,
   * and nothing else.
   */
  readonly rollBackOnFailure?: boolean | null | undefined
}

/** Publications and the waves in which they go out, as one object. */
export interface RolloutFields extends RolloutOptions {
  /** What is wanted of each API. */
  readonly publications: Iterable<Publication | PublicationFields>
}

/**
 * Publications, and the waves in which they go out: the environments of the first wave, then its
 * gate, then the next wave. The gate opens when each API has the lifecycle state it should have, is
 * deployed to the wave's environments and offered by the Developer Portal there, none of this awaits an
 * approval or was refused one, the gateways give the proof that is wanted, and the check does not
 * object.
 *
 * What awaits an approval keeps the gate closed, and the failure names it. Without `proof` the gate asks
 * once; with it, until the time of the proof is over, in which somebody may approve. After the approval
 * the same roll-out is run again: it finds its waves done, and goes on.
 *
 * Since 4.0 each wave gets the same revision, and the environments of later waves keep theirs until
 * then. What somebody edits meanwhile goes into no wave; when the revision or the API is deleted
 * meanwhile, the roll-out stops. API-M 3.x has one content for all environments: there a roll-out
 * stages into which environments an API, or a new version of it, comes, and one that changes the
 * content of an API which is there already is refused.
 *
 * An API has one lifecycle state, for all environments at once. One that closes it to its callers,
 * blocked, deprecated or retired, comes in the last wave that the API is in, once the gate of that wave
 * has opened; API-M itself has no way back from the latter two.
 *
 * @example
 * ```js
 * const pets = new Publication('Pets', '2.0.0', {
 *   environments: ['Sandbox', 'Production EU', 'Production US'],
 * })
 * const rollout = new Rollout([pets], {
 *   waves: [['Sandbox'], ['Production EU']],
 *   rest: true,
 *   proof: { probed: true, timeout: 60_000 },
 *   check: async (environments) => smokeTest(environments),
 *   rollBackOnFailure: true,
 * })
 * console.log(`${await controlPlane.rollOut(rollout)}`)
 * ```
 */
export class Rollout implements RolloutFields {
  /** Of these publications. */
  constructor(publications: Iterable<Publication | PublicationFields>, options?: RolloutOptions)
  /** What is wanted of each API. */
  readonly publications: readonly PublicationFields[]
  /** The environments of each wave. */
  readonly waves?: readonly (readonly string[])[]
  /** Whether a last wave has the rest. */
  readonly rest?: boolean
  /** Which proof is wanted after each wave. */
  readonly proof?: ProofOptions
  /** What is asked after each wave. */
  readonly check?: (environments: readonly string[]) => unknown
  /** Whether a failure takes back what the roll-out has changed. */
  readonly rollBackOnFailure?: boolean
}

/** Why a gate stayed closed. */
export class GateFailure {
  private constructor()
  /** The API's name; null when the user's own check failed. */
  readonly api: string | null
  /** The API's version. */
  readonly version: string | null
  /** What did not hold, in words. */
  readonly message: string
  /** All of it in one line. */
  toString(): string
}

/** What one wave did. */
export interface WaveOutcome {
  /** The wave's environments. */
  readonly environments: readonly string[]
  /** What was done, and what failed. */
  readonly outcome: Outcome
  /**
   * Why the gate stayed closed, and which APIs were not blocked, deprecated or retired therefore;
   * nothing when it opened, or the wave failed before.
   */
  readonly failures: readonly GateFailure[]
  /** True when it is done and its gate opened. */
  readonly isOk: boolean
}

/** What was taken back of one API. */
export class ApiRollback {
  private constructor()
  /** The API's name. */
  readonly name: string
  /** The API's version. */
  readonly version: string
  /** What was done, in words, in order. */
  readonly done: readonly string[]
  /** What somebody has to approve before it is as it was, in words. */
  readonly pending: readonly string[]
  /** Why the rest could not be taken back. */
  readonly error: GatewrightError | null
  /** All of it in one line. */
  toString(): string
}

/** What a roll-out did. */
export class RolloutOutcome {
  private constructor()
  /** The waves that were begun, in order. */
  readonly waves: readonly WaveOutcome[]
  /** How many waves there are. */
  readonly total: number
  /** What was taken back, API by API. */
  readonly rolledBack: readonly ApiRollback[]
  /** Why the journal or the audit log does not tell all of it. */
  readonly notRecorded: GatewrightError | null
  /** True when every wave is done and every gate opened. */
  readonly isOk: boolean
  /**
   * True when everything that had to be taken back was, and none of it awaits an approval; also what an
   * earlier run of the same journal had changed, which was cut off, and cannot be taken back.
   */
  readonly isRolledBack: boolean
  /** Whether it came to its end, where it stopped, and why; then what was done. */
  toString(): string
}
