// The original procedure against the emulator, for the classic model and for revisions.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ErrorKind, GatewrightError, Grant, KeyType, Publication } from 'gatewright'
import { started } from './installation.mjs'
import { rejected, thrown } from './support.mjs'

for (const release of ['3.2', '4.7']) {
  test(`the procedure walks on ${release}`, async (t) => {
    const installation = await started(t, release)
    const refused = await rejected(installation.connect({}, 'wrong'))
    assert.equal(refused.kind, ErrorKind.Unauthenticated)
    assert.equal(refused.operation, 'connect')

    const controlPlane = await installation.connect()
    assert.equal(controlPlane.url, installation.url)
    assert.equal(controlPlane.release, installation.topology.release)
    const environments = await controlPlane.environments()
    const names = environments.map(({ name }) => name)
    assert.deepEqual(names, ['Production Gateway', 'Production and Sandbox'])
    assert.deepEqual(
      environments.map(({ type }) => type),
      ['production', 'hybrid'],
    )
    assert.equal(environments[0].virtualHosts.length, release === '3.2' ? 0 : 1)

    const wanted = installation.publication(names)
    const misnamed = { ...wanted, environments: ['production gateway'] }
    assert.equal((await rejected(controlPlane.plan([misnamed]))).code, 'unknown-environment')
    assert.equal((await rejected(controlPlane.api('Pets', '1.0.0'))).kind, ErrorKind.NotFound)
    assert.deepEqual(await controlPlane.apis(), [])

    const { name, version, ...rest } = wanted
    const publication = new Publication(name, version, rest)
    const plan = await controlPlane.plan([publication])
    assert.equal(plan.isEmpty, false)
    const kinds = plan.steps.map(({ action }) => action.kind)
    const classic = ['create-api', 'change-lifecycle']
    const revisions = ['create-api', 'create-revision', 'deploy', 'change-lifecycle']
    assert.deepEqual(kinds, release === '3.2' ? classic : revisions)
    assert.equal(`${plan}`, plan.steps.join('\n'))
    if (release === '4.7') {
      const [, , { action }] = plan.steps
      assert.deepEqual(
        action.environments,
        names.map((environment) => [environment, 'localhost']),
      )
    }

    const outcome = await controlPlane.apply(plan)
    assert.equal(outcome.intoResult(), outcome)
    assert.equal(outcome.isOk, true)
    const [made] = outcome.apis
    assert.equal(made.error, null)
    assert.deepEqual(made.done.map(String), plan.steps.map(String))
    assert.equal((await controlPlane.api('Pets', '1.0.0')).id, made.id)
    assert.equal((await controlPlane.plan([wanted])).isEmpty, true)
    const verified = await controlPlane.verify(publication)
    assert.equal(verified.isOk, true)
    assert.deepEqual(
      verified.environments.map(({ environment, isDeployed }) => [environment, isDeployed]),
      names.map((environment) => [environment, true]),
    )
    assert.equal((await controlPlane.endpointUrls('Pets', '1.0.0')).length, 2)

    const application = await controlPlane.application('tester')
    assert.equal((await controlPlane.application('tester')).id, application.id)
    await application.subscribe('Pets', '1.0.0')
    const endpoints = await controlPlane.tokenEndpoints()
    assert.equal(endpoints.length, release === '3.2' ? 2 : 1)
    for (const keyType of Object.values(KeyType)) {
      const keys = await application.keys(keyType)
      assert.equal(keys.keyType, keyType)
      for (const { url } of endpoints) {
        const token = await controlPlane.token(url, keys, Grant.clientCredentials())
        assert(token.expiresIn > 0)
        const user = Grant.password('admin', 'admin')
        const renewable = await controlPlane.token(url, keys, user)
        const again = Grant.refreshToken(renewable.refreshToken)
        const renewed = await controlPlane.token(url, keys, again)
        assert.notEqual(renewed.token.expose(), renewable.token.expose())
        await controlPlane.revokeToken(keys, renewed)
      }
    }

    assert.equal(await controlPlane.undeploy('Pets', '1.0.0', names[0]), true)
    assert.equal(await controlPlane.undeploy('Pets', '1.0.0', names[0]), false)
    assert.equal((await controlPlane.endpointUrls('Pets', '1.0.0')).length, 1)
  })
}

test('what fails stands in the outcome, and is thrown when asked for', async (t) => {
  const installation = await started(t)
  const controlPlane = await installation.connect()
  const wanted = [installation.publication()]
  const plan = await controlPlane.plan(wanted)
  installation.emulator.addFault({ action: 'status', status: 403, path: '/change-lifecycle' })
  const outcome = await controlPlane.apply(plan)
  assert.equal(outcome.isOk, false)
  const [{ done, error }] = outcome.apis
  assert.deepEqual(
    done.map(({ action }) => action.kind),
    ['create-api', 'create-revision', 'deploy'],
  )
  assert(error instanceof GatewrightError)
  for (const _ of ['first', 'again']) {
    const thrownError = thrown(() => outcome.intoResult())
    assert.equal(thrownError.code, error.code)
    assert.equal(thrownError.context.done, done.join('; '))
  }
  assert.equal(installation.emulator.faults[0].met, 1)
  assert.equal((await rejected(controlPlane.publish(wanted))).code, error.code)
  installation.emulator.clearFaults()
  assert.deepEqual(installation.emulator.faults, [])
  assert.equal((await controlPlane.publish(wanted)).isOk, true)
})

test('whether a gateway holds an API is asked of the gateway', async (t) => {
  const installation = await started(t)
  const controlPlane = await installation.connect()
  const gateway = installation.topology.node('gateway-1')
  const url = `https://localhost:${gateway.ports.get('servlet-https')}`
  const isThere = () => controlPlane.isOnGateway(url, 'admin', 'admin', 'Pets', '1.0.0')
  assert.equal(await isThere(), false)
  await controlPlane.publish([installation.publication()])
  while (!(await isThere())) await new Promise((resolve) => setTimeout(resolve, 20))
})

test('the stack of an error leads to the program that awaits the call', async (t) => {
  const installation = await started(t)
  const controlPlane = await installation.connect()
  async function theProgram() {
    await controlPlane.api('Pets', '1.0.0')
  }
  const error = await theProgram().catch((reason) => reason)
  assert.match(error.stack, /theProgram/)
  assert.match(error.stack, /^GatewrightError: .*`Pets`/)
})
