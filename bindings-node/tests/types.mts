// Compiled, never run: the types as an ES module sees them.
import {
  Diagnostic,
  EnvironmentType,
  ErrorKind,
  FixedFile,
  FixedFiles,
  Fixes,
  Format,
  GatewrightError,
  KeyType,
  Pack,
  Port,
  Ports,
  RenderedFile,
  RenderedFiles,
  Report,
  RestoredFile,
  Retry,
  Role,
  Safety,
  SecretText,
  Severity,
  Topology,
  TopologyDraft,
  check,
  errorCodes,
  examples,
  explain,
  restoreDefaultEnvironment,
  restoreEnvironment,
  revert,
  rules,
  version,
} from 'gatewright'
import type {
  FileUrl,
  Path,
  CheckOptions,
  Collision,
  Edit,
  Endpoints,
  Environment,
  EnvironmentObject,
  ErrorCode,
  Fix,
  KeyManagerCredentials,
  LoadBalancerObject,
  LoadBalancers,
  Node,
  NodeFile,
  NodeObject,
  PortsOptions,
  Related,
  RevertOutcome,
  Rule,
  Span,
  TopologyObject,
  Undecided,
  VirtualHostObject,
  WriteOptions,
  WriteOutcome,
} from 'gatewright'

// A `URL`; its type comes with @types/node or the DOM's types, which the package does not need.
declare const url: { href: string; protocol: string; pathname: string; searchParams: object }

/** True when both types are the same. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false
const same = <A, B>(_: Same<A, B>): void => undefined

// Closed sets are unions and constants of one name.
same<EnvironmentType, 'production' | 'sandbox' | 'hybrid'>(true)
same<KeyType, 'PRODUCTION' | 'SANDBOX'>(true)
same<Severity, 'error' | 'warning' | 'note'>(true)
same<Safety, 'safe' | 'unsafe'>(true)
same<Fixes, 'safe' | 'all'>(true)
same<Retry, 'Never' | 'Safe' | 'Ambiguous'>(true)
same<Format, 'text' | 'json' | 'sarif' | 'junit' | 'github'>(true)
const role: Role = Role.ControlPlane
const pack: Pack = Pack.AllInOne
const port: Port = Port.PassThroughHttps
const kind: ErrorKind = ErrorKind.ConcurrentChange
const accepted: boolean = EnvironmentType.accepts(EnvironmentType.Hybrid, KeyType.Sandbox)
// @ts-expect-error: there is no such type
EnvironmentType.accepts('Production', 'PRODUCTION')
// @ts-expect-error: constants do not change
Role.Gateway = 'gateway'

// Functions.
const paths: [Path, FileUrl] = ['a', url]
const text: string = version()
// @ts-expect-error: it is no number
const number: number = version()
// @ts-expect-error: it takes no argument
version(1)
const page: string | null = explain('port-collision')
const all: readonly Rule[] = rules()
const codes: readonly ErrorCode[] = errorCodes()
const kindOfFirst: ErrorKind | undefined = codes[0]?.kinds[0]
const files: NodeFile[] = [{ path: url, host: 'a', roles: [Role.Gateway], release: '4.7' }]
const options: CheckOptions = { notes: true, environmentVariables: new Set(['PATH']) }
const report: Report = check(['a', url, ...files], options)
// @ts-expect-error: files come as a list
check({ path: 'a' })
// @ts-expect-error: there is no such role
check([{ path: 'a', roles: ['gatway'] }])
// @ts-expect-error: there is no such option
check(['a'], { note: true })

// Findings.
for (const found of report) {
  same<typeof found, Diagnostic>(true)
  const place: [string | null, number | null, number | null, Span | null] = [
    found.path,
    found.line,
    found.column,
    found.span,
  ]
  const related: readonly Related[] = found.related
  const fix: Fix | null = found.fix
  const edits: readonly Edit[] = fix?.edits ?? []
  same<typeof found.severity, Severity>(true)
  void [place, related, edits, found.toString(), found.help, found.message, found.code]
  // @ts-expect-error: findings do not change
  found.code = 'other'
}
const counted: [number, boolean, boolean] = [report.count('error'), report.ok, report.isEmpty]
const sarif: string = report.format(Format.Sarif)
const notCompared: readonly string[] = [...report.inferred, ...report.notCompared]
// @ts-expect-error: there is no such format
report.format('xml')
// @ts-expect-error: reports are made by functions
new Report()

const fixed: FixedFiles = report.fix(Fixes.Safe)
for (const one of fixed) {
  same<typeof one, FixedFile>(true)
  const repaired: [string | null, string, string, string] = [
    one.path,
    one.before,
    one.after,
    one.diff,
  ]
  void repaired
}
const repairs: readonly Diagnostic[] = [...fixed.made, ...fixed.left]
const writtenPaths: readonly string[] = fixed.write()
// @ts-expect-error: there is no such choice
report.fix('unsafe')
// @ts-expect-error: files are made by reports
new FixedFiles()

// The model.
const topology: Topology = Topology.load(url)
Topology.load('topology.toml')
Topology.parse(examples.THREE_NODES)
Topology.fromDeployment(['a', { path: 'b', text: '' }])
const draft: TopologyDraft = Topology.draftFromDeployment(['a', { path: url }])
const undecided: readonly Undecided[] = draft.undecided
const drafted: [string, Topology | null] = [draft.text, draft.topology]
// @ts-expect-error: drafts are made by functions
new TopologyDraft()
const node: NodeObject = { name: 'a', roles: ['control-plane', 'gateway'], host: 'localhost' }
const environment: EnvironmentObject = { name: 'E', type: 'hybrid', gateways: ['a'] }
const balanced: LoadBalancerObject = { 'control-plane': 'https://api.example.com' }
const host: VirtualHostObject = { https_endpoint: 'https://eu.example.com' }
const federated: EnvironmentObject = {
  name: 'F',
  type: 'hybrid',
  provider: 'aws',
  gateway_type: 'AWS',
  display_name: 'Events',
  visibility: ['admin'],
  properties: { region: 'eu-west-1' },
  virtual_host: [host],
}
const object: TopologyObject = {
  release: '4.7',
  load_balancer: balanced,
  node: [node],
  environment: [environment, federated],
}
const same1: boolean = Topology.fromObject(object).equals(topology)
const again: TopologyObject = topology.toObject()
const schema: Record<string, unknown> = Topology.jsonSchema()
const nodes: readonly Node[] = topology.nodes
const environments: readonly Environment[] = topology.environments
const controlPlane: Node | null = topology.controlPlane
const credentials: KeyManagerCredentials | null | undefined = controlPlane?.keyManager
const property: SecretText | undefined = environments[0]?.properties['region']
const hosts: readonly Endpoints[] | undefined = environments[0]?.virtualHosts
const visible: [boolean | undefined, readonly string[] | undefined] = [
  environments[0]?.isFederated,
  environments[0]?.visibility,
]
const secret: SecretText | null | undefined = topology.environment('E')?.password
const exposed: string | undefined = secret?.expose()
const endpoints: Endpoints | null = topology.endpoints('E')
const resolved: Endpoints[] = environments.map((one) => topology.endpoints(one))
const ports: Ports | undefined = topology.node('a')?.ports
const portsOptions: PortsOptions = { pack: 'gateway', release: '4.7', offset: 1 }
const collisions: readonly Collision[] = new Ports(portsOptions).collisions(new Ports(portsOptions))
const opened: [Port, number][] = [...(ports ?? [])]
const found: [number | null | undefined, Port | null | undefined] = [
  ports?.get('amqp'),
  ports?.find(1),
]
// @ts-expect-error: topologies are made by functions
new Topology()
// @ts-expect-error: it may be absent
const https: string = topology.endpoints('E')?.https

// Rendered files.
const rendered: RenderedFiles = topology.render({ a: 'text' })
for (const file of rendered) same<typeof file, RenderedFile>(true)
const file: RenderedFile | null = rendered.get('a')
const texts: [string | null | undefined, string | undefined] = [file?.before, file?.after]
const removing: WriteOptions = { removing: new Set(rendered.removedEnvironments) }
const outcome: WriteOutcome = rendered.write(removing)
const elsewhere: WriteOutcome = rendered.writeTo(url, { removing: ['Default'] })
const reverted: RevertOutcome = revert([url, 'home'])
// @ts-expect-error: names come as a list
rendered.write({ removing: 1 })
// @ts-expect-error: there is no such option
rendered.write({ remove: ['Default'] })

// Environments that are commented out.
const restored: RestoredFile[] = [
  restoreDefaultEnvironment(url),
  restoreEnvironment({ path: 'a', text: '' }, 'Default'),
]
for (const one of restored) {
  const shown: [string, string, boolean] = [one.path, one.environment, one.isChanged]
  const three: [string, string, string] = [one.before, one.after, one.diff]
  same<ReturnType<typeof one.write>, void>(true)
  void [shown, three]
}
// @ts-expect-error: it takes one file
restoreDefaultEnvironment(['a'])
// @ts-expect-error: the name is needed
restoreEnvironment('a')

// Errors.
try {
  topology.render().write()
} catch (error) {
  if (error instanceof GatewrightError) {
    same<typeof error.name, 'GatewrightError'>(true)
    same<typeof error.kind, ErrorKind>(true)
    same<typeof error.retry, Retry>(true)
    same<typeof error.diagnostics, readonly Diagnostic[]>(true)
    same<typeof error.report, Report | null>(true)
    const facts: Readonly<Record<string, string>> = error.context
    const words: string[] = [error.code, error.message, error.operation]
    const cause: Error | undefined = error.cause
    void [facts, words, cause]
  }
}

export {
  accepted,
  again,
  all,
  collisions,
  controlPlane,
  counted,
  credentials,
  elsewhere,
  endpoints,
}
export {
  environments,
  exposed,
  found,
  https,
  kind,
  kindOfFirst,
  nodes,
  notCompared,
  number,
  opened,
  outcome,
}
const balancers: LoadBalancers = topology.loadBalancers
const holders: readonly Node[] = [...topology.holders('gateway'), ...topology.controlPlanes]
const address: string | null = topology.address(Role.KeyManager)
// @ts-expect-error: there is no such role
topology.address('gatway')

export {
  address,
  balancers,
  drafted,
  undecided,
  holders,
  hosts,
  property,
  repairs,
  visible,
  writtenPaths,
}
export { pack, page, paths, port, resolved, reverted, role, same1, sarif, schema, text, texts }
