// No secret shows in anything but RenderedFile's texts, which are the files, and what is asked for
// by name: SecretText.expose(), Topology.toToml() and Topology.toObject().
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Topology, check } from 'gatewright'
import { fileOf, installed, native, thrown, threeNodes } from './support.mjs'
import { CANARY, assertSilent } from './silence.mjs'

function topologyWithPasswords() {
  const object = threeNodes().toObject()
  object.node[1].key_manager = { username: 'km', password: CANARY }
  object.environment[0].username = 'publisher'
  object.environment[0].password = CANARY
  object.environment[0].properties = { key: CANARY }
  return Topology.fromObject(object)
}

test('a topology does not show its passwords', () => {
  const topology = topologyWithPasswords()
  assertSilent(topology, 'topology')
  assertSilent(topology.nodes, 'nodes')
  assertSilent(topology.environments, 'environments')
  assertSilent(topology.check(), 'report')
  assertSilent(topology.node('gateway-1').keyManager, 'credentials')
  assert.equal(topology.node('gateway-1').keyManager.password.expose(), CANARY)
  assert.equal(topology.environments[0].properties.key.expose(), CANARY)
  assert(topology.toToml().includes(CANARY))
})

test('rendered files do not show their texts, and diffs mask secrets', (t) => {
  const { topology } = installed(t, CANARY)
  const files = topology.render()
  assert(files.get('control-plane').after.includes(CANARY))
  assertSilent(files, 'files')
  assertSilent([...files], 'files')
  assertSilent(files.get('control-plane'), 'files')
  assertSilent([files.diff], 'diff')
  assertSilent(topologyWithPasswords().render(), 'files')
  assertSilent([topologyWithPasswords().render().diff], 'diff')
})

test('findings and their formats mask secrets', () => {
  const text = `[super_admin]\npassword = "${CANARY}"\npasword = "${CANARY}"\n[server]\noffset = "x"\n`
  const report = check([{ path: 'cp.toml', text }])
  assert(report.diagnostics.length > 0)
  assertSilent(report, 'report')
  for (const name of native.names().format) assertSilent([report.format(name)], name)
})

test('errors do not show secrets', (t) => {
  const { topology, paths } = installed(t, CANARY)
  const text = `release = "4.7"\n[[node]]\nkey_manager = { username = "a", password = "${CANARY}" }\n`
  const texts = Object.fromEntries(topology.nodes.map(({ name }) => [name, `[server\n# ${CANARY}`]))
  for (const call of [
    () => Topology.parse(text),
    () => Topology.fromObject({ release: '4.7', node: [{ key_manager: { password: CANARY } }] }),
    () => Topology.fromDeployment([{ path: paths[0], text: `[super_admin\npassword="${CANARY}"` }]),
    () => topology.render(texts),
    () => topology.render().write(),
  ]) {
    const error = thrown(call)
    assertSilent(error, error.code)
    assertSilent(error.diagnostics, error.code)
  }
  const wrong = thrown(() => check([{ path: fileOf('a'), text: [CANARY] }]), TypeError)
  assertSilent(wrong, 'TypeError')
})
