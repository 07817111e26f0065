// Compiled, never run: the types of the operations of a running API-M, as an ES module sees them.
import {
  AdminEnvironment,
  ApiDocument,
  ApiOrder,
  Application,
  ControlPlane,
  Decision,
  GatewayNode,
  KeyType,
  SecretText,
} from 'gatewright'
import type {
  AccessToken,
  AdminEnvironmentChanges,
  AdminEnvironmentOptions,
  AdminOperations,
  AdminVirtualHost,
  AdminVirtualHostFields,
  ApiFields,
  ApiKey,
  ApiKeyInfo,
  ApiKeyOptions,
  ApiQuery,
  ApiSummary,
  ApplicationKeyInfo,
  ApplicationSummary,
  ApplicationUpdateOptions,
  CallOptions,
  ConsumerSecret,
  DefinitionOptions,
  Deployment,
  DeploymentTarget,
  ExportOptions,
  GatewayInstance,
  GenerateKeysOptions,
  ImportOptions,
  KeyManager,
  LifecycleCheckItem,
  LifecycleEvent,
  LifecycleOptions,
  LifecycleOutcome,
  LifecycleState,
  LifecycleTransition,
  PortalApi,
  PortalOperations,
  PortalTokenOptions,
  PublisherOperations,
  Revision,
  Subscription,
  WorkflowTask,
  WorkflowTasksOptions,
} from 'gatewright'

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false
const same = <A, B>(_: Same<A, B>): void => undefined

declare const controlPlane: ControlPlane
declare const application: Application
declare const call: CallOptions
declare const secretText: SecretText
const parts: [PublisherOperations, PortalOperations, AdminOperations] = [
  controlPlane,
  controlPlane,
  controlPlane,
]

// APIs.
const fields: ApiFields = { name: 'Pets', version: '1.0.0', context: '/pets' }
const pets: ApiDocument = await controlPlane.createApi(fields, call)
await controlPlane.updateApi(pets.set('tags', ['a']))
const tags: string[] | null = pets.get('tags')
const texts: string[] = [pets.id, pets.context, pets.lifecycle, pets.lastUpdated]
const whole: Record<string, unknown> = ApiDocument.parse('{}').toObject()
await controlPlane.importOpenapi(new Uint8Array(1), new ApiDocument(whole))
const stored: string = await controlPlane.updateApiDefinition(
  'id',
  await controlPlane.apiDefinition('id', call),
)
void stored
await controlPlane.deleteApi((await controlPlane.getApi('id')).id, call)
const query: ApiQuery = {
  name: 'Pets',
  order: ApiOrder.CreatedTime,
  descending: true,
  pageSize: 50,
}
for await (const api of controlPlane.searchApis(query, call)) same<typeof api, ApiSummary>(true)
for await (const api of controlPlane.searchPortalApis()) same<typeof api, ApiSummary>(true)
// @ts-expect-error: there is no such order
controlPlane.searchApis({ order: 'apiName' })
// @ts-expect-error: an API is an object
await controlPlane.createApi('{}')

// Archives.
const exporting: ExportOptions = { revision: 3, preserveStatus: true }
const archive: Uint8Array = await controlPlane.exportArchive('Pets', '1.0.0', exporting)
const importing: ImportOptions = { overwrite: true, rotateRevision: true }
const said: string = await controlPlane.importArchive(archive, importing)
// @ts-expect-error: an archive is bytes
await controlPlane.importArchive('PK')

// Revisions and deployments.
const revision: Revision = await controlPlane.createRevision('id', 'first')
const revisions: readonly Revision[] = await controlPlane.revisions('id')
const target: DeploymentTarget = { environment: 'eu', virtualHost: 'eu.example', hidden: true }
const deployed: readonly Deployment[] = await controlPlane.deployRevision('id', revision.id, [
  'Default',
  target,
])
await controlPlane.updateDeployment('id', { ...deployed[0]!, displayOnDevportal: false })
const brief = { environment: 'eu', virtualHost: 'a', displayOnDevportal: true, revisionId: 'b' }
await controlPlane.updateDeployment('id', brief)
// @ts-expect-error: a deployment has a virtual host
await controlPlane.updateDeployment('id', { environment: 'eu' })
await controlPlane.cancelDeployment('id', revision.id, 'eu')
await controlPlane.undeployRevision('id', revision.id, new Set(['eu']))
await controlPlane.undeployRevisionEverywhere('id', revision.id)
await controlPlane.restoreRevision('id', revision.id)
await controlPlane.deleteRevision('id', revision.id)
const standing: readonly Deployment[] = await controlPlane.deployments('id')

// Lifecycles.
const state: LifecycleState = await controlPlane.lifecycle('id')
const items: readonly LifecycleCheckItem[] = state.checkItems
const possible: readonly LifecycleTransition[] = state.availableTransitions
const checks: LifecycleOptions = { checks: { 'Deprecate old versions': true } }
const outcome: LifecycleOutcome = await controlPlane.changeLifecycle('id', 'Publish', checks)
const events: readonly LifecycleEvent[] = await controlPlane.lifecycleHistory('id')
await controlPlane.cancelLifecycleChange('id')

// The Developer Portal.
const shown: PortalApi = await controlPlane.portalApi('id')
const where: DefinitionOptions = { environment: 'eu' }
const definition: string = await controlPlane.portalDefinition('id', where)
const managers: readonly KeyManager[] = await controlPlane.keyManagers()
const listed: readonly ApplicationSummary[] = await controlPlane.applications()
const made: ApplicationSummary = await controlPlane.createApplication('shop', 'Gold', '')
await controlPlane.applicationById(made.id)

// Applications.
const change: ApplicationUpdateOptions = { plan: 'Gold' }
const updated: ApplicationSummary = await application.update(change)
await application.summary(call)
const subscription: Subscription = await application.subscribeWithPlan('id', 'Gold')
const subscriptions: readonly Subscription[] = await application.subscriptions()
await application.changePlan(subscription, 'Unlimited')
await application.unsubscribe(subscription.id)
const wanted: GenerateKeysOptions = { grants: ['password'], keyManager: 'Other' }
const key: ApplicationKeyInfo = await application.generateKeys(KeyType.Production, wanted)
same<typeof key.consumerSecret, SecretText | null>(true)
const keys: readonly ApplicationKeyInfo[] = await application.allKeys()
await application.key(key.mappingId)
const asked: PortalTokenOptions = { validity: 1000, scopes: ['a'] }
const token: AccessToken = await application.portalToken(key, secretText, asked)
const secrets: readonly ConsumerSecret[] = await application.secrets(key.mappingId)
await application.revokeSecret(key.mappingId, (await application.generateSecret('id')).id)
const who: ApiKeyOptions = { name: 'a', validity: 1000, permittedIps: ['10.0.0.0/8'] }
const apiKey: ApiKey = await application.generateApiKey('SANDBOX', who)
const apiKeys: readonly ApiKeyInfo[] = await application.apiKeys('SANDBOX')
await application.revokeApiKey('SANDBOX', apiKey.key)
await application.revokeApiKeyById('SANDBOX', 'id')
await application.delete()

// Administration.
const host: AdminVirtualHostFields = { host: 'eu.example', httpsPort: 443 }
const about: AdminEnvironmentOptions = { displayName: 'EU' }
const environment: AdminEnvironment = new AdminEnvironment('eu', [host, 'b.example'], about)
const hosts: readonly AdminVirtualHost[] = environment.virtualHosts
const changes: AdminEnvironmentChanges = { virtualHosts: ['c.example'] }
await controlPlane.createAdminEnvironment(environment)
await controlPlane.updateAdminEnvironment(environment.with(changes))
await controlPlane.deleteAdminEnvironment((await controlPlane.adminEnvironment('eu')).id)
const environments: readonly AdminEnvironment[] = await controlPlane.adminEnvironments()
const nodes: readonly GatewayInstance[] = await controlPlane.environmentGateways('id')
const kind: WorkflowTasksOptions = { kind: 'API_STATE' }
const tasks: readonly WorkflowTask[] = await controlPlane.workflowTasks(kind)
await controlPlane.decideWorkflow((await controlPlane.workflowTask('id')).id, Decision.Reject, '')
// @ts-expect-error: there is no such decision
await controlPlane.decideWorkflow('id', 'APPROVED', '')

// Gateway nodes.
const gateway: GatewayNode = controlPlane.gateway('https://gw', 'admin', secretText)
const known: boolean[] = [await gateway.hasApi('Pets', '1.0.0'), await gateway.isHealthy(call)]
await gateway.redeploy('Pets', '1.0.0')

export { apiKeys, definition, environments, events, hosts, items, keys, known, listed, managers }
export { nodes, outcome, parts, possible, revisions, said, secrets, shown, standing }
export { subscriptions, tags, tasks, texts, token, updated }
