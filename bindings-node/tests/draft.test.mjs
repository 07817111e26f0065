import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inspect } from 'node:util'
import { Topology, TopologyDraft } from 'gatewright'
import { codes, folder, threeNodes, thrown } from './support.mjs'

const CONTROL_PLANE = `[[apim.gateway.environment]]
name = "A"
type = "hybrid"
https_endpoint = "https://lb.example.com"
username = "publisher"
password = "canary"
`
const files = [
  { path: 'cp.toml', text: CONTROL_PLANE, name: 'cp', host: 'cp', roles: ['control-plane'] },
  { path: 'gw.toml', text: '[server]\n', name: 'gw', host: 'gw', roles: ['gateway'] },
]
const draftIn = (release) =>
  Topology.draftFromDeployment(files.map((file) => ({ ...file, release })))

test('what is for a person to fill in is all there is to do', () => {
  const draft = draftIn('3.2')
  assert(draft instanceof TopologyDraft)
  assert.equal(draft.topology, null)
  const [undecided, ...more] = draft.undecided
  assert.deepEqual(more, [])
  assert(Object.isFrozen(draft.undecided) && Object.isFrozen(undecided))
  assert.equal(undecided.isAssumed, false)
  assert.equal(draft.text.split('\n')[undecided.line - 1], '# gateways = ["gw"]')
  const topology = Topology.parse(draft.text.replace('# gateways', 'gateways'))
  assert.deepEqual(topology.environments[0].gateways, ['gw'])
})

test('what is assumed is said', (t) => {
  const { written } = threeNodes().render().writeTo(folder(t))
  const draft = Topology.draftFromDeployment(written)
  assert(draft.topology.equals(Topology.fromDeployment(written)))
  assert.equal(draft.topology, draft.topology)
  assert(draft.undecided.length > 0)
  assert(draft.undecided.every(({ isAssumed }) => isAssumed))
  assert(Topology.parse(draft.text).equals(draft.topology))
})

test('texts do not print', () => {
  const draft = draftIn('4.7')
  assert(draft.text.includes('canary'))
  assert(!`${inspect(draft, { depth: 9 })}${JSON.stringify(draft)}`.includes('canary'))
  assert.deepEqual(Object.keys(JSON.parse(JSON.stringify(draft))), ['undecided', 'topology'])
})

test('errors name the function, and drafts are made by it alone', () => {
  const broken = () => Topology.draftFromDeployment([{ path: 'a.toml', text: '[server' }])
  const error = thrown(broken)
  assert.deepEqual(
    [error.code, error.operation],
    ['invalid-deployment-file', 'draftFromDeployment'],
  )
  assert.deepEqual(codes(error.diagnostics), ['invalid-toml'])
  assert.throws(() => Topology.draftFromDeployment('a'), {
    message: 'Topology.draftFromDeployment(files) must be an array, not a string',
  })
  assert.throws(() => new TopologyDraft(), TypeError)
})
