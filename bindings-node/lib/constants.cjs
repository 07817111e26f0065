'use strict'

// The closed sets, each value as the core spells it; a test holds them against the core's own.

const native = require('../native.cjs')
const { oneOf } = require('./arguments.cjs')
const { hide } = require('./show.cjs')

const EnvironmentType = { Production: 'production', Sandbox: 'sandbox', Hybrid: 'hybrid' }

const KeyType = { Production: 'PRODUCTION', Sandbox: 'SANDBOX' }

const Role = {
  ControlPlane: 'control-plane',
  Gateway: 'gateway',
  TrafficManager: 'traffic-manager',
  KeyManager: 'key-manager',
}

const Pack = {
  AllInOne: 'all-in-one',
  ControlPlane: 'control-plane',
  Gateway: 'gateway',
  TrafficManager: 'traffic-manager',
  KeyManager: 'key-manager',
}

const Port = {
  ServletHttps: 'servlet-https',
  ServletHttp: 'servlet-http',
  PassThroughHttp: 'pass-through-http',
  PassThroughHttps: 'pass-through-https',
  WebSocket: 'websocket',
  SecureWebSocket: 'secure-websocket',
  WebSubHttp: 'websub-http',
  WebSubHttps: 'websub-https',
  Amqp: 'amqp',
  AmqpTls: 'amqp-tls',
  BinaryReceiver: 'binary-receiver',
  BinaryReceiverAuth: 'binary-receiver-auth',
  JmxRegistry: 'jmx-registry',
  JmxServer: 'jmx-server',
}

const Severity = { Error: 'error', Warning: 'warning', Note: 'note' }

const Safety = { Safe: 'safe', Unsafe: 'unsafe' }

const Fixes = { Safe: 'safe', All: 'all' }

const Format = {
  Text: 'text',
  Json: 'json',
  Sarif: 'sarif',
  Junit: 'junit',
  Github: 'github',
}

const AccessAction = {
  LookUpApi: 'look-up-api',
  LookUpEnvironments: 'look-up-environments',
  CreateApplication: 'create-application',
  Subscribe: 'subscribe',
  GenerateKeys: 'generate-keys',
  HandOutSecret: 'hand-out-secret',
  GetToken: 'get-token',
  HandOutToken: 'hand-out-token',
}

const Handover = { HandedOut: 'handed-out', Held: 'held', Missing: 'missing' }

const SecretKind = { ConsumerSecret: 'consumer-secret', AccessToken: 'access-token' }

const SecretFileFormat = { Json: 'json', Dotenv: 'dotenv' }

const Lifecycle = {
  Published: 'published',
  Unchanged: 'unchanged',
  Created: 'created',
  Prototyped: 'prototyped',
  Blocked: 'blocked',
  Deprecated: 'deprecated',
  Retired: 'retired',
}

const Verdict = { NothingToDo: 'nothing-to-do', Changes: 'changes', Cannot: 'cannot' }

const EnvironmentChange = { Keep: 'keep', Add: 'add', Replace: 'replace' }

const EventKind = {
  StepBegun: 'step-begun',
  StepDone: 'step-done',
  StepFailed: 'step-failed',
  ApiFinished: 'api-finished',
}

const Certainty = { Proven: 'proven', Unproven: 'unproven', Disproved: 'disproved' }

const ProofKind = {
  Acknowledged: 'acknowledged',
  Listed: 'listed',
  Live: 'live',
  Missing: 'missing',
  Unreachable: 'unreachable',
  Unknown: 'unknown',
}

const Fate = { Moved: 'moved', TakenOff: 'taken-off', Kept: 'kept' }

const DriftKind = {
  MissingOnServer: 'missing-on-server',
  MissingInTopology: 'missing-in-topology',
  EnvironmentType: 'environment-type',
  ApiConsole: 'api-console',
  Addresses: 'addresses',
  Api: 'api',
  ApiCannot: 'api-cannot',
}

const PlanFormat = { Text: 'text', Json: 'json', Markdown: 'markdown' }

const OutcomeFormat = { Text: 'text', Json: 'json', Junit: 'junit' }

const ProjectLayout = { Classic: '3.x', Current: '4.x' }

const SourceKind = { Existing: 'existing', Definition: 'definition', Project: 'project' }

const ProbeState = {
  Live: 'live',
  Absent: 'absent',
  Unreachable: 'unreachable',
  Unclear: 'unclear',
}

const ApiOrder = {
  Name: 'name',
  Version: 'version',
  CreatedTime: 'created-time',
  Status: 'status',
}

const Decision = { Approve: 'approve', Reject: 'reject' }

const LogLevel = { Error: 'error', Warn: 'warn', Info: 'info', Debug: 'debug' }

const ErrorKind = Object.fromEntries(
  [
    'InvalidInput',
    'Io',
    'Connect',
    'Timeout',
    'Tls',
    'Unauthenticated',
    'MissingScope',
    'NotFound',
    'Conflict',
    'ConcurrentChange',
    'RateLimited',
    'Rejected',
    'Unsupported',
    'Server',
    'Cancelled',
    'Unexpected',
  ].map((kind) => [kind, kind]),
)

const Retry = { Never: 'Never', Safe: 'Safe', Ambiguous: 'Ambiguous' }

const environmentType = oneOf(EnvironmentType)
const keyType = oneOf(KeyType)

hide(EnvironmentType, {
  accepts(type, key) {
    return native.accepts(
      environmentType(type, 'EnvironmentType.accepts(type)'),
      keyType(key, 'EnvironmentType.accepts(keyType)'),
    )
  },
})

module.exports = {
  EnvironmentType,
  KeyType,
  Role,
  Pack,
  Port,
  Severity,
  Safety,
  Fixes,
  Format,
  AccessAction,
  Handover,
  SecretKind,
  SecretFileFormat,
  Lifecycle,
  Verdict,
  EnvironmentChange,
  EventKind,
  PlanFormat,
  OutcomeFormat,
  ProjectLayout,
  SourceKind,
  Certainty,
  ProofKind,
  Fate,
  DriftKind,
  ProbeState,
  ApiOrder,
  Decision,
  LogLevel,
  ErrorKind,
  Retry,
}
Object.values(module.exports).forEach(Object.freeze)
