/**
 * Proof from gateways, and what takes APIs off them or back. The operations are
 * {@link ControlPlane}'s.
 */
import type { Certainty, DriftKind, Fate, GatewrightError, ProofKind, Topology } from '../index.cjs'
import type { Probe } from './client.cjs'
import type { CallOptions, Secret } from './connect.cjs'
import type { Target, TargetFields, Verification } from './publish.cjs'
import type { ApiFields } from './publisher.cjs'

/** Where one gateway node of an environment answers itself, beside or behind a load balancer. */
export interface NodeAddress {
  /** The environment's name. */
  readonly environment: string
  /** The base URL at which the node takes calls. */
  readonly gatewayUrl: string
  /** What it is called in the evidence, instead of its URL. */
  readonly name?: string | null | undefined
  /** Where its own REST API is. */
  readonly managementUrl?: string | null | undefined
}

/** An account of gateway nodes. The password does not print. */
export interface NodeAccount {
  /** The user. */
  readonly user: string
  /** The password. */
  readonly password: Secret
}

/**
 * Which proof is asked for beyond the control plane's word, of whom, and for how long. With nothing
 * said it is the control plane's word alone, asked once.
 *
 * @example
 * ```js
 * const proof = { probed: true, topology: Topology.load('topology.toml'), timeout: 60_000 }
 * const { certainty, evidence } = await controlPlane.verifyWith(pets, proof)
 * ```
 */
export interface ProofOptions {
  /**
   * Gateways are to say that they have it: since 4.6 by what they reported to the control plane,
   * before by the listing of each node's own REST API, for which the nodes' management addresses and
   * an account of theirs must be known. In 3.x gateways say nothing; the evidence says so.
   */
  readonly acknowledged?: boolean | null | undefined
  /** It is to answer: at each environment's URL, and at each node that is known. */
  readonly probed?: boolean | null | undefined
  /**
   * Gateway nodes that are asked one by one. That asks them, whatever else is asked for: each must
   * answer, unless `acknowledged` has its own REST API asked. An environment that would be asked
   * nothing, as none of them is in it, is asked at its URL.
   */
  readonly nodes?: Iterable<NodeAddress> | null | undefined
  /** A topology whose gateway nodes are asked so, by their hosts and ports. */
  readonly topology?: Topology | null | undefined
  /** By which the nodes' own REST APIs are asked. */
  readonly nodeAccount?: NodeAccount | null | undefined
  /** How long what is not proven yet is asked for again, in milliseconds; once without it. */
  readonly timeout?: number | null | undefined
  /** The pause between two questions, in milliseconds; from 100 to 1000 without it. */
  readonly pollInterval?: number | null | undefined
}

/** What {@link ControlPlane.verifyWith} is told. */
export interface VerifyOptions extends ProofOptions, CallOptions {}

/** What was found out of a gateway. */
export class Proof {
  private constructor()
  /** Which kind it is. */
  readonly kind: ProofKind
  /** What it comes to. */
  readonly certainty: Certainty
  /** How many gateways have reported that they deployed it; when it is acknowledged. */
  readonly deployed: number | null
  /** How many gateways are alive by the control plane's word; when it is acknowledged. */
  readonly live: number | null
  /** What the answer was, by whose word it is missing, or why nothing is known. */
  readonly detail: string | null
  /** All of it in one line. */
  toString(): string
}

/** One piece of proof, or of its lack. */
export class Evidence {
  private constructor()
  /** The environment's name. */
  readonly environment: string
  /** The gateway node that was asked; null when it was the environment as a whole. */
  readonly node: string | null
  /** What came of it. */
  readonly proof: Proof
  /** All of it in one line. */
  toString(): string
}

/** How a publication stands, and which proof its gateways gave. */
export class LiveVerification {
  private constructor()
  /** The control plane's word. */
  readonly verification: Verification
  /** What was asked for, by environment, and within one by node. */
  readonly evidence: readonly Evidence[]
  /** What it comes to; unproven when no proof was asked for. */
  readonly certainty: Certainty
  /**
   * True when the publication stands and everything that was asked for is proven. Without a proof that
   * was asked for, the control plane's word is enough.
   */
  readonly isOk: boolean
  /** The verdict in one line; then all of it. */
  toString(): string
}

/** Which proof an undeployment gives. */
export interface UndeployOptions extends CallOptions {
  /**
   * How long the environment's gateways are asked until they no longer have the API, in
   * milliseconds: at its URL, and one by one those that `othersServe` knows.
   */
  readonly gone?: number | null | undefined
  /** The proof that the environments that keep it still serve it. */
  readonly othersServe?: ProofOptions | null | undefined
}

/** What an undeployment did and proved. */
export class Undeployment {
  private constructor()
  /** The environment's name. */
  readonly environment: string
  /** Whether the API was there. */
  readonly wasThere: boolean
  /** What the environment's gateways answered last, when that was asked for. */
  readonly gone: readonly Probe[]
  /** How the environments stand that keep it, when that was asked for and one keeps it. */
  readonly others: LiveVerification | null
  /** True when all that was asked for is proven. */
  readonly isOk: boolean
  /** The verdict in one line; then all of it. */
  toString(): string
}

/** What a rollback goes back to: in each environment the previous revision when nothing is said. */
export interface RollbackOptions extends CallOptions {
  /** The revision of this number (since 4.0). */
  readonly revision?: number | null | undefined
  /** The API as {@link ControlPlane.getApi} gave it before the change (3.x). */
  readonly api?: ApiFields | null | undefined
  /** The definition as {@link ControlPlane.apiDefinition} gave it; with `api` alone. */
  readonly definition?: string | null | undefined
}

/** What a rollback did in one environment. */
export class RolledBackEnvironment {
  private constructor()
  /** The environment's name. */
  readonly environment: string
  /** The number of the revision that was there; null when none was, and in 3.x. */
  readonly fromRevision: number | null
  /** The number of the revision that is there now; null in 3.x. */
  readonly toRevision: number | null
  /** Whether somebody has to approve it first (since 4.3): until then gateways keep what they have. */
  readonly isPending: boolean
  /**
   * The numbers of other revisions that awaited an approval to be there (since 4.3): their requests are
   * taken back.
   */
  readonly cancelledRevisions: readonly number[]
  /** All of it in one line. */
  toString(): string
}

/** What a rollback did. */
export class RolledBack {
  private constructor()
  /** One entry per environment, in the order they were named. */
  readonly environments: readonly RolledBackEnvironment[]
  /** One line for each environment. */
  toString(): string
}

/** How an environment is retired. */
export interface RetireOptions extends CallOptions {
  /** The environment that gets what is taken off: the same revision, at this virtual host or the first. */
  readonly replacement?: string | Target | TargetFields | null | undefined
  /**
   * The proof that it serves an API before that is taken off; probed for a minute without it. One that
   * asks for none, but says how long, has each probed for so long.
   */
  readonly proof?: ProofOptions | null | undefined
  /** Moves what can be moved when something cannot; without it nothing is. */
  readonly keepGoing?: boolean | null | undefined
}

/** What became of one API of an environment that is retired. */
export class RetiredApi {
  private constructor()
  /** The API's name. */
  readonly name: string
  /** The API's version. */
  readonly version: string
  /** API-M's identifier. */
  readonly id: string
  /** What became of it. */
  readonly fate: Fate
  /** Why it is still there. */
  readonly error: GatewrightError | null
  /** All of it in one line. */
  toString(): string
}

/** What became of each API that was in the environment. */
export class Retirement {
  private constructor()
  /** The environment's name. */
  readonly environment: string
  /** Where the APIs were to go. */
  readonly replacement: string | null
  /** One entry per API that was there, in the order of the server's listing. */
  readonly apis: readonly RetiredApi[]
  /** True when no API is left: the environment can go. */
  readonly isOk: boolean
  /** The verdict in one line; then each API. */
  toString(): string
}

/** What publications are compared beside. */
export interface DriftOptions extends CallOptions {
  /** A topology whose environments are compared with the server's. */
  readonly topology?: Topology | null | undefined
}

/** One difference. */
export class DriftItem {
  private constructor()
  /** What kind of difference it is. */
  readonly kind: DriftKind
  /** The environment, when it is about one. */
  readonly environment: string | null
  /** The API's name, when it is about one. */
  readonly api: string | null
  /** The API's version. */
  readonly version: string | null
  /** What the topology says, when it is about a value. */
  readonly wanted: string | null
  /** What the server says. */
  readonly found: string | null
  /** The difference in words. */
  readonly message: string
  /** All of it in one line. */
  toString(): string
}

/** Every difference. */
export class Drift {
  private constructor()
  /** Environments first, in the order of the topology; then APIs, in that of the publications. */
  readonly items: readonly DriftItem[]
  /** True when the server is as it should be. */
  readonly isEmpty: boolean
  /** The differences as JSON: an object with `schema_version` and `items`. */
  stringify(): string
  /** One line for each, or `no drift`. */
  toString(): string
  /** What `JSON.stringify` shows. */
  toJSON(): object
}
