import assert from 'node:assert/strict'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import * as gatewright from 'gatewright'
import * as emulator from 'gatewright/emulator'
import { native, read, require } from './support.mjs'

const exported = Object.keys(gatewright).filter((name) => name !== 'default')

test('the addon has the version of the package', () => {
  assert.equal(gatewright.version(), require('gatewright/package.json').version)
})

test('import and require give the same functions and classes', () => {
  const required = require('gatewright')
  assert.deepEqual(Object.keys(required).sort(), exported.sort())
  for (const name of exported) assert.equal(required[name], gatewright[name], name)
  assert(required.Topology.parse(required.examples.THREE_NODES) instanceof gatewright.Topology)
})

test('import and require give the same emulator', () => {
  const required = require('gatewright/emulator')
  const names = Object.keys(emulator).filter((name) => name !== 'default')
  assert.deepEqual(Object.keys(required).sort(), names.sort())
  for (const name of names) assert.equal(required[name], emulator[name], name)
  assert.deepEqual(names, [
    'Emulator',
    'EmulatorNode',
    'EmulatorPack',
    'Fault',
    'FaultAction',
    'NodeInfo',
    'OffsetBlock',
    'freeOffsetBlock',
  ])
})

test('these are the public names', () => {
  assert.deepEqual(exported.sort(), [
    'AccessAction',
    'AccessOutcome',
    'AccessToken',
    'AdminEnvironment',
    'ApiDefinition',
    'ApiDocument',
    'ApiOrder',
    'ApiOutcome',
    'ApiProject',
    'ApiRequest',
    'ApiResponse',
    'ApiRollback',
    'Application',
    'ApplicationAccess',
    'ApplicationAccessOutcome',
    'ApplicationKeys',
    'Certainty',
    'ControlPlane',
    'Credentials',
    'Decision',
    'Diagnostic',
    'Drift',
    'DriftItem',
    'DriftKind',
    'EnvironmentAccess',
    'EnvironmentChange',
    'EnvironmentState',
    'EnvironmentType',
    'ErrorKind',
    'Event',
    'EventCallbackError',
    'EventKind',
    'Evidence',
    'Fate',
    'FixedFile',
    'FixedFiles',
    'Fixes',
    'Format',
    'GateFailure',
    'GatewayFault',
    'GatewayNode',
    'GatewrightError',
    'Grant',
    'Handover',
    'KeyType',
    'Lifecycle',
    'LiveVerification',
    'LogLevel',
    'Outcome',
    'OutcomeFormat',
    'Pack',
    'Plan',
    'PlanFormat',
    'Port',
    'Ports',
    'Position',
    'Probe',
    'ProbeState',
    'ProjectLayout',
    'Proof',
    'ProofKind',
    'ProvidedSecret',
    'Publication',
    'Publications',
    'RenderedFile',
    'RenderedFiles',
    'Report',
    'RestoredFile',
    'RetiredApi',
    'Retirement',
    'Retry',
    'Role',
    'RolledBack',
    'RolledBackEnvironment',
    'Rollout',
    'RolloutOutcome',
    'Safety',
    'SecretFile',
    'SecretFileFormat',
    'SecretKind',
    'SecretText',
    'Severity',
    'SourceKind',
    'Step',
    'Target',
    'Topology',
    'TopologyDraft',
    'Undeployment',
    'Verdict',
    'Verification',
    'Warning',
    'check',
    'errorCodes',
    'examples',
    'explain',
    'restoreDefaultEnvironment',
    'restoreEnvironment',
    'revert',
    'rules',
    'setLogger',
    'version',
    'waitUntilReady',
  ])
})

test('every name in the types is documented', () => {
  const declaration = /^(?:export |  (?:readonly |get |static )?(?:\w+[?:(<]|\[))/
  const home = dirname(require.resolve('gatewright'))
  const files = [
    'index.d.cts',
    'emulator.d.cts',
    'types/access.d.cts',
    'types/admin.d.cts',
    'types/applications.d.cts',
    'types/client.d.cts',
    'types/connect.d.cts',
    'types/constants.d.cts',
    'types/logger.d.cts',
    'types/portal.d.cts',
    'types/proof.d.cts',
    'types/publish.d.cts',
    'types/publisher.d.cts',
    'types/render.d.cts',
    'types/rollout.d.cts',
  ]
  for (const file of files) {
    const lines = read(join(home, file)).split('\n')
    const undocumented = lines.filter(
      (line, at) =>
        declaration.test(line) &&
        !line.startsWith('export *') &&
        !line.includes('private constructor') &&
        !lines[at - 1].endsWith('*/'),
    )
    assert.deepEqual(undocumented, [], file)
    assert(
      lines.some((line) => declaration.test(line)),
      file,
    )
  }
})

test("constants are the core's, and frozen", () => {
  const names = native.names()
  for (const [key, values] of Object.entries(names)) {
    const constant = gatewright[key[0].toUpperCase() + key.slice(1)]
    assert.deepEqual(Object.values(constant), values, key)
    assert(Object.isFrozen(constant), key)
  }
  assert.equal(Object.keys(names).length, 31)
  const { emulatorPack, faultAction } = native.otherNames()
  assert.deepEqual(Object.values(emulator.EmulatorPack), emulatorPack)
  assert.deepEqual(Object.values(emulator.FaultAction), faultAction)
})

test('an environment type says which keys it accepts', () => {
  const { EnvironmentType, KeyType } = gatewright
  const accepted = (type) =>
    Object.values(KeyType).filter((key) => EnvironmentType.accepts(type, key))
  assert.deepEqual(accepted(EnvironmentType.Production), ['PRODUCTION'])
  assert.deepEqual(accepted(EnvironmentType.Sandbox), ['SANDBOX'])
  assert.deepEqual(accepted(EnvironmentType.Hybrid), ['PRODUCTION', 'SANDBOX'])
})
