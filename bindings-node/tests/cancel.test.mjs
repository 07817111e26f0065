// An AbortSignal cancels a call at any stage, and the connection works on.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ErrorKind, Grant, KeyType, Retry } from 'gatewright'
import { Emulator } from 'gatewright/emulator'
import { nodesOf, started } from './installation.mjs'
import { rejected } from './support.mjs'

/** The calls whose next request waits, and the requests they wait for. */
const STAGES = {
  connect: ['/services/Version', ({ installation }, options) => installation.connect(options)],
  environments: ['/settings', ({ controlPlane }, options) => controlPlane.environments(options)],
  apis: ['/publisher/v4/apis', ({ controlPlane }, options) => controlPlane.apis(options)],
  plan: ['/settings', ({ controlPlane, wanted }, options) => controlPlane.plan(wanted, options)],
  publish: [
    '/deploy-revision',
    ({ controlPlane, wanted }, options) => controlPlane.publish(wanted, options),
  ],
  application: [
    '/applications',
    ({ controlPlane }, options) => controlPlane.application('tester', options),
  ],
  keys: ['/generate-keys', ({ application }, options) => application.keys('SANDBOX', options)],
  token: [
    '/oauth2/token',
    ({ controlPlane, url, keys }, options) =>
      controlPlane.token(url, keys, Grant.clientCredentials(), options),
  ],
}

test('a call is cancelled while a server does not answer', async (t) => {
  const installation = await started(t)
  const controlPlane = await installation.connect({ release: undefined })
  const application = await controlPlane.application('waiting')
  const keys = await application.keys(KeyType.Production)
  const [{ url }] = await controlPlane.tokenEndpoints()
  const wanted = [installation.publication()]
  const all = { installation, controlPlane, application, keys, url, wanted }
  for (const [operation, [path, call]] of Object.entries(STAGES)) {
    installation.emulator.addFault({ action: 'delay', delay: 60_000, path })
    const controller = new AbortController()
    const options = { signal: controller.signal, ...(operation === 'connect' && { release: null }) }
    const pending = rejected(call(all, options))
    await met(installation.emulator)
    controller.abort(new Error('the reason of the program'))
    assertCancelled(await pending, operation)
    installation.emulator.clearFaults()
    assert.equal((await controlPlane.environments()).length, 2, `works after ${operation}`)
  }
  assert.equal((await controlPlane.publish(wanted)).isOk, true)
  assert.equal((await controlPlane.verify(wanted[0])).isOk, true)
})

test('with a signal that was aborted before nothing is sent', async (t) => {
  const installation = await started(t)
  const controlPlane = await installation.connect()
  installation.emulator.addFault({ action: 'delay', delay: 0 })
  const signal = AbortSignal.abort()
  const wanted = [installation.publication()]
  assertCancelled(await rejected(controlPlane.publish(wanted, { signal })), 'publish')
  assertCancelled(await rejected(installation.connect({ signal })), 'connect')
  assert.equal(installation.emulator.faults[0].met, 0)
  assert.deepEqual(await controlPlane.apis(), [])
})

test('aborting after the answer changes nothing', async (t) => {
  const installation = await started(t)
  const controller = new AbortController()
  const { signal } = controller
  const controlPlane = await installation.connect({ signal })
  const environments = await controlPlane.environments({ signal })
  controller.abort()
  assert.equal(environments.length, 2)
  assert.equal((await controlPlane.environments()).length, 2)
})

test('one signal cancels several calls', async (t) => {
  const installation = await started(t)
  const controlPlane = await installation.connect()
  installation.emulator.addFault({ action: 'delay', delay: 60_000, path: '/settings' })
  const controller = new AbortController()
  const { signal } = controller
  const pending = Array.from({ length: 8 }, () => rejected(controlPlane.environments({ signal })))
  await met(installation.emulator, 1)
  controller.abort()
  for (const error of await Promise.all(pending)) assertCancelled(error, 'environments')
})

test('starting an emulator that is cancelled leaves no port', async (t) => {
  const installation = await started(t)
  await installation.emulator.stop()
  const nodes = nodesOf(installation.topology)
  const error = await rejected(Emulator.start({ nodes, signal: AbortSignal.abort() }))
  assertCancelled(error, 'start')
  const again = await Emulator.start({ nodes })
  await again.stop()
})

function assertCancelled(error, operation) {
  const { kind, code, retry } = error
  assert.deepEqual(
    { kind, code, retry, operation: error.operation },
    { kind: ErrorKind.Cancelled, code: 'cancelled', retry: Retry.Ambiguous, operation },
  )
}

/** Waits until requests have met the first fault. */
async function met(emulator, times = 1) {
  while (emulator.faults[0].met < times) await new Promise((resolve) => setTimeout(resolve, 5))
}
