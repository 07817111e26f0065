import assert from 'node:assert/strict'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import * as gatewright from 'gatewright'
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

test('these are the public names', () => {
  assert.deepEqual(exported.sort(), [
    'Diagnostic',
    'EnvironmentType',
    'ErrorKind',
    'Format',
    'GatewrightError',
    'KeyType',
    'Pack',
    'Port',
    'Ports',
    'RenderedFile',
    'RenderedFiles',
    'Report',
    'Retry',
    'Role',
    'Safety',
    'SecretText',
    'Severity',
    'Topology',
    'check',
    'examples',
    'explain',
    'revert',
    'rules',
    'version',
  ])
})

test('every name in the types is documented', () => {
  const types = join(dirname(require.resolve('gatewright')), 'index.d.cts')
  const lines = read(types).split('\n')
  const declaration = /^(?:export |  (?:readonly |get |static )?[\w[])/
  const undocumented = lines.filter(
    (line, at) =>
      declaration.test(line) &&
      !line.includes('private constructor') &&
      !lines[at - 1].endsWith('*/'),
  )
  assert.deepEqual(undocumented, [])
})

test("constants are the core's, and frozen", () => {
  const names = native.names()
  for (const [key, values] of Object.entries(names)) {
    const constant = gatewright[key[0].toUpperCase() + key.slice(1)]
    assert.deepEqual(Object.values(constant), values, key)
    assert(Object.isFrozen(constant), key)
  }
  assert.equal(Object.keys(names).length, 10)
})

test('an environment type says which keys it accepts', () => {
  const { EnvironmentType, KeyType } = gatewright
  const accepted = (type) =>
    Object.values(KeyType).filter((key) => EnvironmentType.accepts(type, key))
  assert.deepEqual(accepted(EnvironmentType.Production), ['PRODUCTION'])
  assert.deepEqual(accepted(EnvironmentType.Sandbox), ['SANDBOX'])
  assert.deepEqual(accepted(EnvironmentType.Hybrid), ['PRODUCTION', 'SANDBOX'])
})
