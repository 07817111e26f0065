/**
 * The Developer Portal's operations: APIs as it shows them, key managers, and the user's
 * applications. They are {@link ControlPlane}'s.
 */
import type { Application, ApplicationSummary } from './applications.cjs'
import type { ApiSummary, EndpointUrls } from './client.cjs'
import type { CallOptions } from './connect.cjs'
import type { ApiQuery } from './publisher.cjs'

/** An API as the Developer Portal shows it. */
export interface PortalApi {
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
  /** What it is for. */
  readonly description: string
  /** The lifecycle state as API-M spells it: `PUBLISHED`, `DEPRECATED`, … */
  readonly lifecycle: string
  /** The plans that can be subscribed with. */
  readonly plans: readonly string[]
  /** At which URLs it is offered, one entry per environment. */
  readonly endpointUrls: readonly EndpointUrls[]
}

/** A key manager: what issues keys and tokens to applications, since 3.2. */
export interface KeyManager {
  /** API-M's identifier. */
  readonly id: string
  /** Its name, such as `Resident Key Manager`. */
  readonly name: string
  /** Its kind, such as `default`. */
  readonly kind: string
  /** What people are shown. */
  readonly displayName: string
  /** Whether keys can be had of it. */
  readonly enabled: boolean
  /** Where its tokens are got. */
  readonly tokenEndpoint: string | null
  /** Where its tokens are revoked. */
  readonly revokeEndpoint: string | null
  /** The grants that keys of it can be used with. */
  readonly availableGrantTypes: readonly string[]
}

/** What {@link ControlPlane.portalDefinition} is told. */
export interface DefinitionOptions extends CallOptions {
  /** The environment whose addresses stand in it. */
  readonly environment?: string | null | undefined
}

/** What a control plane does by its Developer Portal API. */
export interface PortalOperations {
  /**
   * Searches what the Developer Portal shows, a page at a time. The order is the portal's own.
   *
   * @throws {@link GatewrightError} `no-order` for a query that names an order.
   */
  searchPortalApis(
    query?: ApiQuery | null,
    options?: CallOptions,
  ): AsyncGenerator<ApiSummary, void, void>
  /**
   * An API as the Developer Portal shows it, by its identifier.
   *
   * @throws {@link GatewrightError} of kind `Rejected` when it is not published or was retired.
   */
  portalApi(id: string, options?: CallOptions): Promise<PortalApi>
  /** An API's definition, as text. */
  portalDefinition(id: string, options?: DefinitionOptions): Promise<string>
  /** The key managers that applications can have keys of (since 3.2). */
  keyManagers(options?: CallOptions): Promise<readonly KeyManager[]>
  /** The user's applications. */
  applications(options?: CallOptions): Promise<readonly ApplicationSummary[]>
  /**
   * Makes an application; {@link ControlPlane.application} takes the one that is there.
   *
   * @throws {@link GatewrightError} `application-exists` when the user has one of this name.
   */
  createApplication(
    name: string,
    plan: string,
    description: string,
    options?: CallOptions,
  ): Promise<ApplicationSummary>
  /** The application with this identifier of API-M's. */
  applicationById(id: string, options?: CallOptions): Promise<Application>
}
