import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { inspect } from 'node:util'
import { ErrorKind, GatewrightError, Report, Retry, Topology, check, revert } from 'gatewright'
import { codes, folder, installed, native, threeNodes, thrown, write } from './support.mjs'

test('an error carries every attribute', (t) => {
  const path = write(join(folder(t), 'topology.toml'), 'release = "4.7"\nnoed = 1\n')
  const error = thrown(() => Topology.load(path))
  assert(error instanceof Error)
  assert.equal(error.name, 'GatewrightError')
  assert.equal(error.kind, ErrorKind.InvalidInput)
  assert.equal(error.code, 'invalid-topology')
  assert.equal(error.operation, 'load')
  assert.deepEqual(error.context, { path })
  assert(Object.isFrozen(error.context))
  assert.equal(error.retry, Retry.Never)
  assert(error.report instanceof Report)
  assert.equal(error.diagnostics, error.report.diagnostics)
  assert(codes(error.diagnostics).includes('unknown-key'))
  assert.match(error.message, /is not valid/)
  assert.match(error.message, /noed/)
  assert.equal('cause' in error, false)
})

test('an error without findings has an empty list of them', () => {
  const error = thrown(() => Topology.load('no-such-folder/topology.toml'))
  assert.deepEqual(error.diagnostics, [])
  assert.equal(error.report, null)
})

test('the cause is what the operating system said', () => {
  const error = thrown(() => check(['no-such-folder/deployment.toml']))
  assert(error.cause instanceof Error)
  assert.match(error.cause.message, /os error 2/)
  assert.match(inspect(error), /\[cause\]/)
})

test('the stack begins where the public function was called', () => {
  for (const call of [
    () => Topology.parse(''),
    () => check(['no-such-file']),
    () => threeNodes().render({ nobody: '' }),
  ]) {
    const [first] = thrown(call).stack.match(/^ {4}at .*$/m)
    assert.match(first, /errors\.test\.mjs/)
  }
})

test('each failure has its kind, code and operation', (t) => {
  const { topology, homes, paths } = installed(t)
  const parent = folder(t)
  const file = write(join(parent, 'file.toml'), '')
  const latin1 = write(join(parent, 'latin1.toml'), Buffer.from([0x61, 0xe9]))
  const stale = topology.render()
  write(paths[1], '[server]\nhostname = "changed"\n')
  const homeless = threeNodes().render()
  const gone = Topology.fromObject({
    release: '4.7',
    node: [{ name: 'a', roles: ['control-plane', 'gateway'], host: 'h', home: join(parent, 'x') }],
    environment: [{ name: 'E', type: 'hybrid', gateways: ['a'] }],
  })
  const removing = ['Default']
  const cases = [
    [() => Topology.parse('release = '), 'InvalidInput', 'invalid-topology', 'parse'],
    [() => Topology.load(parent), 'InvalidInput', 'not-a-file', 'load'],
    [() => Topology.load(join(parent, 'none')), 'NotFound', 'unreadable-file', 'load'],
    [() => Topology.load(join(file, 'below')), 'Io', 'unreadable-file', 'load'],
    [() => Topology.fromObject({}), 'InvalidInput', 'invalid-topology', 'fromObject'],
    [
      () => Topology.fromDeployment([{ path: 'a.toml', text: '[' }]),
      'InvalidInput',
      'invalid-deployment-file',
      'fromDeployment',
    ],
    [() => check([latin1]), 'InvalidInput', 'not-utf-8', 'check'],
    [() => check([{ path: file, host: 'a b' }]), 'InvalidInput', 'invalid-host', 'check'],
    [() => check([{ path: file, release: '2.6' }]), 'InvalidInput', 'invalid-release', ''],
    [() => topology.render({ x: '' }), 'InvalidInput', 'unknown-node', 'render'],
    [() => homeless.write(), 'InvalidInput', 'node-without-home', 'write'],
    [() => gone.render().write(), 'NotFound', 'home-not-found', 'write'],
    [() => topology.render().write(), 'Conflict', 'environment-removed', 'write'],
    [() => topology.render().writeTo(parent), 'Conflict', 'environment-removed', 'writeTo'],
    [() => stale.write({ removing }), 'ConcurrentChange', 'file-changed', 'write'],
    [() => revert(homes), 'NotFound', 'nothing-to-revert', 'revert'],
  ]
  for (const [call, kind, code, operation] of cases) {
    const error = thrown(call)
    assert.deepEqual([error.kind, error.code, error.operation], [kind, code, operation])
  }
})

test('a conflict while reverting shows both sides', (t) => {
  const { topology, homes, paths } = installed(t)
  topology.render().write({ removing: ['Default'] })
  write(paths[1], '[server]\noffset = 7\n')
  const error = thrown(() => revert(homes))
  assert.deepEqual([error.kind, error.code], ['Conflict', 'revert-conflict'])
  assert.match(error.message, /offset = 7/)
})

test('there is a constant for every kind the core knows', () => {
  const { errorKind } = native.names()
  assert.deepEqual(Object.keys(ErrorKind), errorKind)
  assert.deepEqual(Object.values(ErrorKind), errorKind)
  assert.equal(errorKind.length, 16)
})

test('an error is one of the same class for require', () => {
  assert.equal(thrown(() => Topology.parse('')).constructor, GatewrightError)
})
