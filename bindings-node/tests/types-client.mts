// Compiled, never run: the types of a running API-M and of the emulator, as an ES module sees them.
import {
  AccessOutcome,
  AccessToken,
  ApiDefinition,
  ApiProject,
  ApiRequest,
  ApiResponse,
  Application,
  ApplicationAccess,
  ApplicationAccessOutcome,
  ApplicationKeys,
  ControlPlane,
  Credentials,
  Drift,
  EnvironmentAccess,
  EnvironmentState,
  Event,
  GateFailure,
  GatewayFault,
  GatewrightError,
  Grant,
  KeyType,
  Lifecycle,
  LiveVerification,
  Outcome,
  Plan,
  Probe,
  ProbeState,
  ProvidedSecret,
  Publication,
  Publications,
  Retirement,
  RolledBack,
  Rollout,
  RolloutOutcome,
  SecretFile,
  SecretText,
  Step,
  Target,
  Undeployment,
  Verdict,
  Verification,
  waitUntilReady,
} from 'gatewright'
import type {
  AccessAction,
  AccessFailure,
  Action,
  ApiAddress,
  ApiDefinitionFields,
  ApiOutcome,
  ApiRequestOptions,
  ApiSummary,
  CallOptions,
  CancelSignal,
  Certainty,
  ConnectOptions,
  DriftKind,
  EndpointUrls,
  EnvironmentType,
  Fate,
  GatewayEnvironment,
  Handover,
  NamedTarget,
  Position,
  ProjectLayout,
  ProofKind,
  ProofOptions,
  ProvidedKey,
  PublicationFields,
  PublicationOptions,
  ReadyOptions,
  RegisteredClient,
  Secret,
  SecretKind,
  SecretSink,
  SourceKind,
  TargetFields,
  TokenEndpoint,
  VirtualHost,
  WaitOptions,
} from 'gatewright'
import {
  Emulator,
  EmulatorNode,
  EmulatorPack,
  Fault,
  FaultAction,
  NodeInfo,
  OffsetBlock,
  freeOffsetBlock,
} from 'gatewright/emulator'
import type {
  EmulatorNodeFields,
  EmulatorOptions,
  FaultFields,
  PlayedFault,
} from 'gatewright/emulator'

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false
const same = <A, B>(_: Same<A, B>): void => undefined

declare const signal: CancelSignal
declare const secretText: SecretText

// Connections.
const secret: Secret = secretText
const client: RegisteredClient = { clientId: 'id', clientSecret: secretText }
const who: Credentials[] = [
  Credentials.password('admin', 'admin'),
  Credentials.password('admin', secretText, client),
  Credentials.client('id', secret),
  Credentials.token('token'),
  Credentials.basic('admin', 'admin'),
]
// @ts-expect-error: a client has a secret
Credentials.password('admin', 'admin', { clientId: 'id' })
// @ts-expect-error: credentials are made by functions
new Credentials()
const connect: ConnectOptions = { release: '4.7', connectTimeout: 1000, caCertificates: ['pem'] }
const controlPlane: ControlPlane = await ControlPlane.connect('https://cp:9443', who[0]!, connect)
await ControlPlane.connect('https://cp:9443', who[0]!, { signal, caCertificates: 'pem' })
// @ts-expect-error: there is no such option
await ControlPlane.connect('https://cp:9443', who[0]!, { timeout: 1 })
const call: CallOptions = { signal }
const about: [string, string] = [controlPlane.release, controlPlane.url]

// What it lists.
const environments: readonly GatewayEnvironment[] = await controlPlane.environments(call)
const hosts: readonly VirtualHost[] | undefined = environments[0]?.virtualHosts
const type: EnvironmentType | undefined = environments[0]?.type
const apis: readonly ApiSummary[] = await controlPlane.apis()
const api: ApiSummary = await controlPlane.api('Pets', '1.0.0', call)
const urls: readonly EndpointUrls[] = await controlPlane.endpointUrls('Pets', '1.0.0')
const isThere: boolean = await controlPlane.isOnGateway('https://gw', 'a', secret, 'Pets', '1.0.0')
// @ts-expect-error: what was read does not change
api.name = 'Other'

// Applications.
const application: Application = await controlPlane.application('tester')
await application.subscribe('Pets', '1.0.0', call)
const keys: ApplicationKeys = await application.keys(KeyType.Sandbox, call)
const kept = new ApplicationKeys('PRODUCTION', keys.consumerKey, keys.consumerSecret)
const endpoints: readonly TokenEndpoint[] = await controlPlane.tokenEndpoints()
const grants: Grant[] = [
  Grant.clientCredentials(),
  Grant.password('alice', secret),
  Grant.refreshToken(secretText),
]
const token: AccessToken = await controlPlane.token('https://cp', kept, grants[0]!, call)
same<typeof token.token, SecretText>(true)
same<typeof token.refreshToken, SecretText | null>(true)
same<typeof token.expiresIn, number | null>(true)
await controlPlane.revokeToken(keys, token)
// @ts-expect-error: there is no such type
await application.keys('production')
// @ts-expect-error: a grant is made by functions
await controlPlane.token('https://cp', keys, 'client_credentials')

// Calls and waiting.
const sent: ApiRequestOptions = { method: 'POST', token, body: new Uint8Array(1), contentType: 'a' }
const request = new ApiRequest('https://gw/pets', sent)
new ApiRequest('https://gw/pets', { token: 'text', headers: [['A', 'b']] })
const commands: string[] = [request.toCurl(), keys.toCurl('https://cp', grants[0]!)]
const response: ApiResponse = await controlPlane.call(request, call)
const gatewayFault: GatewayFault | null = response.fault
const answer: [number, string, Uint8Array] = [response.status, response.text(), response.body]
const retryAfter: string | null = response.header('Retry-After')
const [[headerName] = ['']] = response.headers
const probe: Probe = await controlPlane.probe('Pets', '1.0.0', 'Default')
same<typeof probe.state, ProbeState>(true)
const wait: WaitOptions = { timeout: 1000, signal }
const live: readonly Probe[] = await controlPlane.waitUntilLive('Pets', '1.0.0', ['a'], wait)
await controlPlane.waitUntilAbsent('Pets', '1.0.0', 'a', wait)
const ready: ReadyOptions = { timeout: 1000, caCertificates: 'pem' }
await waitUntilReady('https://gw', ready)
// @ts-expect-error: how long it waits is said
await waitUntilReady('https://gw', {})
// @ts-expect-error: it comes with an answer
new GatewayFault()

// Publishing.
const target: TargetFields = { environment: 'eu', virtualHost: 'eu.example.com' }
const definition: ApiDefinitionFields = { context: '/pets', plans: new Set(['Gold']) }
const options: PublicationOptions = {
  environments: ['Default', target, new Target('us', { hiddenInPortal: true })],
  definition: new ApiDefinition(definition),
  lifecycle: Lifecycle.Unchanged,
}
const publication = new Publication('Pets', '1.0.0', options)
const fields: PublicationFields = { name: 'Pets', version: '1.0.0', environments: ['Default'] }
const plan: Plan = await controlPlane.plan([publication, fields], call)
const saved: string = plan.save()
same<typeof saved, string>(true)
const approved: Plan = await controlPlane.planAsSaved([publication, fields], saved, call)
// @ts-expect-error: a plan is saved as text, and what it is kept in is the program's
plan.save('plan.json')
// @ts-expect-error: it is the text that is taken
await controlPlane.planAsSaved([fields], plan)
// @ts-expect-error: the text is needed
await controlPlane.planAsSaved([fields])
void approved
const project: ApiProject = ApiProject.open('toys', { parametersEnvironment: 'dev' })
same<typeof project.layout, ProjectLayout>(true)
const ofProject = Publication.fromProject(project, { environments: ['Default'] })
same<typeof ofProject.source, SourceKind>(true)
const targets: readonly NamedTarget[] = ofProject.targets
void [
  new Publication('Toys', '2', { project, environments: targets }),
  project.hasEndpoint('SANDBOX'),
  ofProject.hasEndpoint(KeyType.Production),
]
const archive: Uint8Array = project.archiveForImport(null, new Set(['a']))
const publications = Publications.parse('', '.', { variables: { HOST: 'a' } })
void [archive, await controlPlane.plan(publications), await controlPlane.publish(publications)]
for (const found of publications) same<typeof found, Publication>(true)
declare const failed: GatewrightError
same<ReturnType<typeof publications.locate>, Position | null>(true)
void publications.locate(failed)
for (const step of plan) same<typeof step, Step>(true)
const action: Action | undefined = plan.steps[0]?.action
if (action?.kind === 'deploy') {
  const [first] = action.environments
  same<typeof first, readonly [environment: string, host: string] | undefined>(true)
}
// @ts-expect-error: only some actions have a context
void action?.context
const outcome: Outcome = await controlPlane.apply(plan)
const verdict: Verdict = plan.apis[0]?.verdict ?? plan.verdict
const followed: Outcome = await controlPlane.apply(plan, {
  ...call,
  stopOnFailure: true,
  onEvent: (event) => same<typeof event, Event>(true),
})
const rolledOut: RolloutOutcome = await controlPlane.rollOut(
  new Rollout([fields], { waves: [['Sandbox']], rest: true, check: async () => undefined }),
)
const failure: GateFailure | undefined = rolledOut.waves[0]?.failures[0]
void [verdict, followed, failure]
// @ts-expect-error a format of outcomes is none of plans
plan.format('junit')
const done: readonly ApiOutcome[] = (await controlPlane.publish([fields])).intoResult().apis
same<(typeof done)[number]['error'], GatewrightError | null>(true)
const checkout = new ApplicationAccess('checkout', {
  subscriptions: new Set([{ api: 'Orders', version: '1.0.0', plan: 'Gold' }]),
  keyTypes: [KeyType.Production],
  tokens: true,
  tokenValidity: 3_600_000,
  consumerSecrets: { PRODUCTION: secret },
})
const vault: SecretSink = async (given) => {
  same<typeof given, ProvidedSecret>(true)
  same<typeof given.kind, SecretKind>(true)
  same<typeof given.expiresAt, Date | null>(true)
}
const provided: AccessOutcome = await controlPlane.provideAccess(
  [checkout, { name: 'other', keyTypes: ['SANDBOX'] }],
  vault,
  { signal },
)
const [served] = provided.intoResult().applications
const handed: Handover | null | undefined = served?.keys[0]?.token
const failedAction: AccessAction | undefined = served?.failures[0]?.action
void [handed, failedAction]
await controlPlane.provideAccess([checkout], new SecretFile('secrets.env', { format: 'dotenv' }))
// @ts-expect-error: a path alone is no sink
await controlPlane.provideAccess([checkout], 'secrets.json')
// @ts-expect-error: there is no such key type
new ApplicationAccess('checkout', { keyTypes: ['TEST'] })
// @ts-expect-error: a subscription names the API's version
new ApplicationAccess('checkout', { subscriptions: [{ api: 'Orders' }] })
// @ts-expect-error: secrets stand by their key type
new ApplicationAccess('checkout', { consumerSecrets: { production: 'kept' } })
// @ts-expect-error: an application is no name alone
await controlPlane.provideAccess(['checkout'], vault)
// @ts-expect-error: secrets go somewhere
await controlPlane.provideAccess([checkout])
// @ts-expect-error: there is no such format
new SecretFile('secrets.yaml', { format: 'yaml' })
// @ts-expect-error: it comes from the server
new ProvidedSecret()
for (const application of provided.applications) {
  same<typeof application, ApplicationAccessOutcome>(true)
  for (const failure of application.failures) {
    same<typeof failure, AccessFailure>(true)
    same<typeof failure.error, GatewrightError>(true)
  }
  for (const key of application.keys) same<typeof key, ProvidedKey>(true)
  for (const taker of application.environments) {
    same<typeof taker, EnvironmentAccess>(true)
    same<typeof taker.apis, readonly ApiAddress[]>(true)
  }
}
const undeployed: boolean = await controlPlane.undeploy('Pets', '1.0.0', 'Default')
const proof: ProofOptions = {
  acknowledged: true,
  probed: true,
  nodes: [{ environment: 'a', gatewayUrl: 'https://gw:8243', managementUrl: 'https://gw:9443' }],
  nodeAccount: { user: 'admin', password: secret },
  timeout: 60_000,
}
const proven: LiveVerification = await controlPlane.verifyWith(fields, { ...proof, signal })
same<(typeof proven.evidence)[number]['proof']['kind'], ProofKind>(true)
same<typeof proven.certainty, Certainty>(true)
const gone: Undeployment = await controlPlane.undeployWith('Pets', '1.0.0', 'a', {
  gone: 60_000,
  othersServe: proof,
})
same<typeof gone.others, LiveVerification | null>(true)
const rolledBack: RolledBack = await controlPlane.rollback('Pets', '1.0.0', new Set(['a']), {
  revision: 2,
})
same<(typeof rolledBack.environments)[number]['toRevision'], number | null>(true)
const retired: Retirement = await controlPlane.retire('a', { replacement: target, proof })
same<(typeof retired.apis)[number]['fate'], Fate>(true)
const drift: Drift = await controlPlane.drift([fields], { topology: null })
same<(typeof drift.items)[number]['kind'], DriftKind>(true)
void new Rollout([fields], { proof })
// @ts-expect-error: a password stands beside its user
await controlPlane.verifyWith(fields, { nodeAccount: { user: 'admin' } })
const verification: Verification = await controlPlane.verify(publication)
const states: readonly EnvironmentState[] = verification.environments
// @ts-expect-error: publications come as a list
await controlPlane.plan(publication)
// @ts-expect-error: there is no such state
new Publication('Pets', '1.0.0', { lifecycle: 'PUBLISHED' })

// The emulator.
const offsetBlock: OffsetBlock = await freeOffsetBlock(2, call)
const node: EmulatorNodeFields = { home: '/opt/apim', releaseIfUnknown: '4.7' }
const text = new EmulatorNode({ name: 'gw', text: '', release: '3.2', pack: EmulatorPack.Gateway })
const settings: EmulatorOptions = {
  nodes: [node, text],
  variables: { A: 'b' },
  propagationDelay: 20,
  offsetBlock,
}
const emulator: Emulator = await Emulator.start(settings)
const infos: readonly NodeInfo[] = await emulator.nodes()
const port: number | undefined = infos[0]?.port(9443)
const log: readonly string[] = await emulator.log('gw', call)
await emulator.addUser('alice', secret, ['Internal/publisher'])
await emulator.stopNode('gw')
await emulator.startNode('gw')
const fault: FaultFields = { action: FaultAction.Status, status: 503, headers: { 'X-A': 'b' } }
emulator.addFault(fault)
emulator.addFault(new Fault({ action: 'delay', delay: 200, path: '/apis' }))
const faults: readonly PlayedFault[] = emulator.faults
emulator.clearFaults()
await emulator.stop()
// @ts-expect-error: there is no such action
emulator.addFault({ action: 'explode' })
// @ts-expect-error: nodes are needed
await Emulator.start({})

export { about, answer, headerName, retryAfter, apis, commands, gatewayFault, live }
export { done, endpoints, environments, faults, grants, hosts, infos, isThere, log }
export { outcome, port, states, type, undeployed, urls }
