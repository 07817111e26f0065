// The operations of the three APIs and of a gateway node, as they are called here.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  AdminEnvironment,
  ApiDocument,
  ApiOrder,
  Decision,
  ErrorKind,
  GatewayNode,
  KeyType,
  SecretText,
} from 'gatewright'
import { started } from './installation.mjs'
import { rejected, thrown } from './support.mjs'

const PRODUCTION = 'Production Gateway'
const HYBRID = 'Production and Sandbox'
const OPENAPI = `openapi: 3.0.1
info: {title: Dogs, version: '2'}
paths:
  /dogs:
    get:
      responses: {'200': {description: OK}}
`

const isClassic = ({ topology }) => topology.release.startsWith('3.')

/** The fields of an API; in 3.x in both gateways. */
function pets(installation, changes) {
  const url = installation.emulator.echoUrl
  return {
    name: 'Pets',
    version: '1.0.0',
    context: '/pets',
    policies: ['Unlimited', 'Gold'],
    transport: ['https'],
    endpointConfig: {
      endpoint_type: 'http',
      production_endpoints: { url },
      sandbox_endpoints: { url },
    },
    ...(isClassic(installation) && { gatewayEnvironments: [PRODUCTION, HYBRID] }),
    ...changes,
  }
}

async function collected(apis) {
  const found = []
  for await (const api of apis) found.push(api)
  return found
}

for (const release of ['3.2', '4.7']) {
  test(`the operations of ${release}`, async (t) => {
    const installation = await started(t, release)
    const controlPlane = await installation.connect()
    const id = await anApi(installation, controlPlane)
    if (isClassic(installation)) {
      const error = await rejected(controlPlane.revisions(id))
      assert.deepEqual([error.kind, error.operation], [ErrorKind.Unsupported, 'revisions'])
    } else {
      await aRevision(controlPlane, id)
      await archives(controlPlane)
      await administration(controlPlane)
      await aGateway(installation, controlPlane)
    }
    await thePortal(controlPlane, id)
    await anApplication(installation, controlPlane, id)
    await controlPlane.deleteApi(id)
    assert.deepEqual(await controlPlane.workflowTasks(), [])
    const task = await rejected(controlPlane.decideWorkflow('none', Decision.Approve, ''))
    assert.deepEqual([task.kind, task.operation], [ErrorKind.NotFound, 'decideWorkflow'])
    assert.equal((await rejected(controlPlane.workflowTask('none'))).kind, ErrorKind.NotFound)
  })
}

async function anApi(installation, controlPlane) {
  const made = await controlPlane.createApi(pets(installation))
  assert(made instanceof ApiDocument)
  const again = await rejected(controlPlane.createApi(new ApiDocument(pets(installation))))
  assert.deepEqual([again.code, again.operation], ['api-exists', 'createApi'])
  const read = await controlPlane.getApi(made.id)
  assert.deepEqual([read.name, read.context, read.lifecycle], ['Pets', '/pets', 'CREATED'])
  const changed = await controlPlane.updateApi(read.set('description', 'Cats and dogs'))
  assert.equal(changed.get('description'), 'Cats and dogs')
  assert.equal(changed.toObject().description, 'Cats and dogs')
  assert.equal((await rejected(controlPlane.updateApi(pets(installation)))).code, 'api-without-id')

  const properties = pets(installation, { name: 'Dogs', version: '2', context: '/dogs' })
  const dogs = await controlPlane.importOpenapi(OPENAPI, properties)
  const all = await collected(controlPlane.searchApis({ pageSize: 1 }))
  assert.deepEqual(all.map(({ name }) => name).sort(), ['Dogs', 'Pets'])
  assert(Object.isFrozen(all[0]))
  const named = await collected(controlPlane.searchApis({ name: 'Dogs', version: '2' }))
  assert.deepEqual(
    named.map((api) => api.id),
    [dogs.id],
  )
  const ordered = collected(controlPlane.searchApis({ order: ApiOrder.Name, descending: true }))
  if (isClassic(installation)) {
    assert.equal((await rejected(ordered)).kind, ErrorKind.Unsupported)
  } else {
    assert.deepEqual(
      (await ordered).map(({ name }) => name),
      ['Pets', 'Dogs'],
    )
  }
  await controlPlane.deleteApi(dogs.id)
  assert.equal((await rejected(controlPlane.deleteApi(dogs.id))).kind, ErrorKind.NotFound)

  const state = await controlPlane.lifecycle(made.id)
  assert.equal(state.state, 'Created')
  assert(state.availableTransitions.some(({ event }) => event === 'Publish'))
  const checks = Object.fromEntries(state.checkItems.map(({ name }) => [name, true]))
  const outcome = await controlPlane.changeLifecycle(made.id, 'Publish', { checks })
  assert.deepEqual([outcome.state.state, outcome.isPending], ['Published', false])
  const unreachable = await rejected(controlPlane.changeLifecycle(made.id, 'Publish'))
  assert.equal(unreachable.code, 'lifecycle-unreachable')
  const history = await controlPlane.lifecycleHistory(made.id)
  assert.equal(history.at(-1).user, 'admin')
  await controlPlane.cancelLifecycleChange(made.id)
  return made.id
}

async function aRevision(controlPlane, id) {
  const revision = await controlPlane.createRevision(id, 'first')
  assert.deepEqual([revision.description, revision.number], ['first', 1])
  const targets = [PRODUCTION, { environment: HYBRID, hidden: true }]
  const deployed = await controlPlane.deployRevision(id, revision.id, targets)
  const shown = Object.fromEntries(
    deployed.map(({ environment, displayOnDevportal }) => [environment, displayOnDevportal]),
  )
  assert.deepEqual(shown, { [PRODUCTION]: true, [HYBRID]: false })
  assert.equal((await controlPlane.getApi(revision.id)).name, 'Pets')
  const deployments = await controlPlane.deployments(id)
  const first = deployments.find(({ environment }) => environment === PRODUCTION)
  assert.deepEqual([first.virtualHost, first.isApproved], ['localhost', true])
  const changed = await controlPlane.updateDeployment(id, { ...first, displayOnDevportal: false })
  assert.equal(changed.displayOnDevportal, false)
  const unknown = { ...first, revisionId: null }
  const error = await rejected(controlPlane.updateDeployment(id, unknown))
  assert.equal(error.code, 'deployment-without-revision')
  const waiting = await rejected(controlPlane.cancelDeployment(id, revision.id, PRODUCTION))
  assert.equal(waiting.operation, 'cancelDeployment')
  assert.equal(
    (await rejected(controlPlane.deployRevision(id, revision.id, []))).code,
    'no-environment',
  )

  const [listed] = await controlPlane.revisions(id)
  assert.equal(listed.deployments.length, 2)
  const standing = await rejected(controlPlane.deleteRevision(id, revision.id))
  assert.equal(standing.kind, ErrorKind.Rejected)
  await controlPlane.undeployRevision(id, revision.id, [HYBRID])
  await controlPlane.undeployRevisionEverywhere(id, revision.id)
  assert.equal((await controlPlane.restoreRevision(id, revision.id)).id, id)
  await controlPlane.deleteRevision(id, revision.id)
  assert.deepEqual(await controlPlane.revisions(id), [])
}

async function archives(controlPlane) {
  const archive = await controlPlane.exportArchive('Pets', '1.0.0', { preserveStatus: true })
  assert.deepEqual([...archive.subarray(0, 2)], [0x50, 0x4b])
  const there = await rejected(controlPlane.importArchive(archive))
  assert.equal(there.kind, ErrorKind.Conflict)
  const said = await controlPlane.importArchive(new Uint8Array(archive), { overwrite: true })
  assert.equal(typeof said, 'string')
  const none = await rejected(controlPlane.importArchive(new Uint8Array(4)))
  assert.deepEqual([none.code, none.operation], ['invalid-archive', 'importArchive'])
  const missing = await rejected(controlPlane.exportArchive('Pets', '1.0.0', { revision: 7 }))
  assert.equal(missing.kind, ErrorKind.NotFound)
}

async function administration(controlPlane) {
  const own = await controlPlane.adminEnvironments()
  assert.deepEqual(own.map(({ name }) => name).sort(), [PRODUCTION, HYBRID])
  assert(own.every(({ isReadOnly }) => isReadOnly))
  const host = { host: 'eu.gw.example', httpsPort: 443 }
  const wanted = new AdminEnvironment('eu-west', [host], { description: 'Europe' })
  assert.deepEqual([wanted.id, wanted.virtualHosts[0].wsPort], ['', 9099])
  const idless = await rejected(controlPlane.updateAdminEnvironment(wanted))
  assert.equal(idless.code, 'environment-without-id')
  const made = await controlPlane.createAdminEnvironment(wanted)
  assert.deepEqual([made.name, made.virtualHosts[0].httpsPort], ['eu-west', 443])
  const exists = await rejected(controlPlane.createAdminEnvironment(wanted))
  assert.equal(exists.code, 'environment-exists')
  const named = made.with({
    displayName: 'EU West',
    virtualHosts: ['eu.gw.example', 'eu2.example'],
  })
  const changed = await controlPlane.updateAdminEnvironment(named)
  assert.deepEqual([changed.displayName, changed.virtualHosts.length], ['EU West', 2])
  assert.notEqual(made.displayName, 'EU West')
  const read = await controlPlane.adminEnvironment('eu-west')
  assert.equal(read.id, made.id)
  assert(Array.isArray(await controlPlane.environmentGateways(made.id)))
  await controlPlane.deleteAdminEnvironment(made.id)
  const gone = await rejected(controlPlane.adminEnvironment('eu-west'))
  assert.deepEqual([gone.code, gone.operation], ['no-such-environment', 'adminEnvironment'])
}

async function aGateway({ topology }, controlPlane) {
  const [node] = topology.holders('gateway')
  const url = `https://localhost:${node.ports.get('servlet-https')}`
  const gateway = controlPlane.gateway(url, 'admin', 'admin')
  assert(gateway instanceof GatewayNode)
  assert.equal(gateway.url, url)
  assert.equal(await gateway.isHealthy(), true)
  assert.equal(await gateway.hasApi('Cows', '1.0.0'), false)
  const missing = await rejected(gateway.redeploy('Cows', '1.0.0'))
  assert.deepEqual([missing.kind, missing.operation], [ErrorKind.NotFound, 'redeploy'])
  const refused = await rejected(controlPlane.gateway(url, 'admin', 'wrong').hasApi('Pets', '1'))
  assert.equal(refused.kind, ErrorKind.Unauthenticated)
  const error = thrown(() => controlPlane.gateway('http://gw.example', 'admin', 'admin'))
  assert.deepEqual([error.code, error.operation], ['plain-http', 'gateway'])
}

async function thePortal(controlPlane, id) {
  const found = await collected(controlPlane.searchPortalApis({ name: 'Pets' }))
  assert.deepEqual(
    found.map((api) => api.id),
    [id],
  )
  const ordered = await rejected(collected(controlPlane.searchPortalApis({ order: 'name' })))
  assert.deepEqual([ordered.code, ordered.operation], ['no-order', 'searchPortalApis'])
  const shown = await controlPlane.portalApi(id)
  assert.deepEqual([shown.name, shown.lifecycle], ['Pets', 'PUBLISHED'])
  assert(shown.plans.includes('Unlimited'))
  assert.match(await controlPlane.portalDefinition(id), /paths/)
  const managers = await controlPlane.keyManagers()
  assert(managers.some(({ tokenEndpoint }) => tokenEndpoint !== null))
}

async function anApplication({ topology }, controlPlane, id) {
  const made = await controlPlane.createApplication('shop', 'Unlimited', 'ours')
  const again = await rejected(controlPlane.createApplication('shop', 'Unlimited', ''))
  assert.equal(again.code, 'application-exists')
  const application = await controlPlane.applicationById(made.id)
  assert.equal((await application.update({ description: 'theirs' })).description, 'theirs')
  assert.equal((await application.summary()).description, 'theirs')
  assert((await controlPlane.applications()).some(({ name }) => name === 'shop'))

  const subscription = await application.subscribeWithPlan(id, 'Unlimited')
  assert.deepEqual([subscription.apiId, subscription.isUsable], [id, true])
  const twice = await rejected(application.subscribeWithPlan(id, 'Unlimited'))
  assert.equal(twice.code, 'subscription-exists')
  const changed = await application.changePlan(subscription, 'Gold')
  assert.deepEqual([changed.id, changed.plan], [subscription.id, 'Gold'])

  const key = await application.generateKeys(KeyType.Sandbox, { grants: ['client_credentials'] })
  assert(key.consumerSecret instanceof SecretText)
  assert.deepEqual([key.keyType, key.grants], ['SANDBOX', ['client_credentials']])
  assert.equal((await rejected(application.generateKeys('SANDBOX'))).code, 'keys-exist')
  const [listed] = await application.allKeys()
  assert.equal(listed.consumerKey, key.consumerKey)
  assert.equal((await application.key(key.mappingId)).mappingId, key.mappingId)
  const asked = { validity: 3_600_000, scopes: ['default'] }
  const token = await application.portalToken(key, key.consumerSecret, asked)
  assert(token.token.expose().length > 0)

  const apiKey = await application.generateApiKey('SANDBOX', { validity: 60_000 })
  assert.equal(apiKey.expiresIn, 60_000)
  await application.revokeApiKey('SANDBOX', apiKey.key)
  if (topology.release === '4.7') await secrets(application, key)
  else assert.equal((await rejected(application.secrets(key.mappingId))).kind, 'Unsupported')

  await application.unsubscribe(subscription.id)
  assert.deepEqual(await application.subscriptions(), [])
  await application.delete()
  assert.equal((await rejected(application.summary())).kind, ErrorKind.NotFound)
}

/** Several secrets of one key, and the list of API keys. */
async function secrets(application, { mappingId }) {
  const [old] = await application.secrets(mappingId)
  assert.equal(old.value, null)
  const made = await application.generateSecret(mappingId)
  assert(made.value instanceof SecretText)
  await application.revokeSecret(mappingId, old.id)
  const left = await application.secrets(mappingId)
  assert.deepEqual(
    left.map(({ id }) => id),
    [made.id],
  )
  await application.generateApiKey('PRODUCTION', { name: 'listed', permittedIps: ['10.0.0.0/8'] })
  const [info] = await application.apiKeys('PRODUCTION')
  assert.equal(info.name, 'listed')
  await application.revokeApiKeyById('PRODUCTION', info.id)
  assert.deepEqual(await application.apiKeys('PRODUCTION'), [])
}

test('a document of an API is read, changed and printed', () => {
  const document = ApiDocument.parse('{"name": "Pets", "max": 1.0, "securityScheme": null}')
  assert.equal(document.get('securityScheme'), null)
  assert.equal(document.get('none'), null)
  document.set('tags', ['a']).get('tags').push('b')
  assert.deepEqual(document.get('tags'), ['a'])
  assert.deepEqual(Object.keys(document.toObject()), ['max', 'name', 'securityScheme', 'tags'])
  assert.equal(document.stringify(), '{"max":1.0,"name":"Pets","securityScheme":null,"tags":["a"]}')
  assert.deepEqual([document.id, document.version, document.lastUpdated], ['', '', ''])
  assert.equal(JSON.stringify(document), '{"id":"","name":"Pets","version":""}')
  for (const text of ['[]', '{', '1']) {
    assert.equal(thrown(() => ApiDocument.parse(text)).code, 'invalid-api-document')
  }
  assert.throws(() => document.set('a', undefined), /value\) must be what JSON can express/)
  assert.throws(() => new ApiDocument([]), /must be a plain object, not an array/)
})

test('a search is cancelled between two pages, and ended by its caller', async (t) => {
  const installation = await started(t)
  const controlPlane = await installation.connect()
  for (const name of ['A', 'B', 'C']) {
    await controlPlane.createApi(pets(installation, { name, context: `/${name}` }))
  }
  const controller = new AbortController()
  const { signal } = controller
  const search = controlPlane.searchApis({ pageSize: 1 }, { signal })
  assert.equal((await search.next()).done, false)
  controller.abort()
  const error = await rejected(search.next())
  assert.deepEqual([error.kind, error.operation], [ErrorKind.Cancelled, 'searchApis'])
  assert.deepEqual(await search.next(), { value: undefined, done: true })

  for await (const api of controlPlane.searchApis(null)) {
    assert.equal(typeof api.id, 'string')
    break
  }
  installation.emulator.addFault({ action: 'delay', delay: 0 })
  const unused = controlPlane.searchApis()
  assert.equal(installation.emulator.faults[0].met, 0)
  await unused.return()
})
