// Calls through gateways, whether they have an API, and waiting for it.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  ApiRequest,
  ApplicationKeys,
  ErrorKind,
  Grant,
  KeyType,
  ProbeState,
  waitUntilReady,
} from 'gatewright'
import { started } from './installation.mjs'
import { assertSilent } from './silence.mjs'
import { rejected } from './support.mjs'

const TIMEOUT = { timeout: 60_000 }

for (const release of ['3.2', '4.7']) {
  test(`each gateway of ${release} takes the keys of its type`, async (t) => {
    const installation = await started(t, release)
    const controlPlane = await installation.connect()
    const names = installation.topology.environments.map(({ name }) => name)
    await controlPlane.publish([installation.publication()])
    const live = await controlPlane.waitUntilLive('Pets', '1.0.0', names, TIMEOUT)
    assert.deepEqual(
      live.map(({ environment, state }) => [environment, state]),
      names.map((name) => [name, ProbeState.Live]),
    )
    assert.match(
      String(live[0]),
      /^Production Gateway: live at https:.*\/pets\/1\.0\.0 \(401: 900902/,
    )

    const application = await controlPlane.application('tester')
    await application.subscribe('Pets', '1.0.0')
    const [production, hybrid] = live.map(({ url }) => url)
    const endpoints = await controlPlane.tokenEndpoints()
    for (const keyType of Object.values(KeyType)) {
      const keys = await application.keys(keyType)
      const { url } = endpoints.at(-1)
      const token = await controlPlane.token(url, keys, Grant.clientCredentials())
      const call = (base, options) =>
        controlPlane.call(new ApiRequest(`${base}/a?b=c`, { token, ...options }))
      const taken = await call(hybrid)
      assert.equal(taken.status, 200)
      assert.equal(taken.isSuccess, true)
      assert.equal(taken.fault, null)
      assert.equal(JSON.parse(taken.text()).query, 'b=c')
      assert.equal(Buffer.from(taken.body).toString(), taken.text())
      const other = await call(production)
      assert.equal(other.isSuccess, keyType === KeyType.Production)
      if (keyType === KeyType.Sandbox) {
        assert.equal(other.fault.code, null)
        assert.match(other.fault.message, /sandbox key/i)
        assert.equal(`${other.fault}`, other.fault.message)
      }
    }

    assert.equal(await controlPlane.undeploy('Pets', '1.0.0', names[0]), true)
    const gone = await controlPlane.waitUntilAbsent('Pets', '1.0.0', names[0], TIMEOUT)
    assert.equal(gone.state, ProbeState.Absent)
    assert.equal((await controlPlane.probe('Pets', '1.0.0', names[1])).state, ProbeState.Live)
    await installation.emulator.stopNode('gateway-2')
    const down = await controlPlane.probe('Pets', '1.0.0', names[1])
    assert.equal(down.state, ProbeState.Unreachable)
  })
}

test('everything of a call arrives', async (t) => {
  const installation = await started(t)
  const controlPlane = await installation.connect()
  const { echoUrl } = installation.emulator
  const bytes = new Uint8Array([0xff, 0x00, 0x41]).subarray(1)
  for (const [body, arrived] of [
    ['grüße', 'grüße'],
    [bytes, '\u0000A'],
    [new DataView(bytes.buffer, 2), 'A'],
    ['', ''],
  ]) {
    const headers = [
      ['X-Twice', 'one'],
      ['X-Other', 'other'],
    ]
    const options = { method: 'POST', headers, body, contentType: 'text/plain', token: 't0ken' }
    const request = new ApiRequest(`${echoUrl}/p`, options)
    const got = JSON.parse((await controlPlane.call(request)).text())
    assert.equal(got.method, 'POST')
    assert.equal(got.path, '/p')
    assert.equal(got.body, arrived)
    assert.equal(got.headers['content-type'], 'text/plain')
    assert.equal(got.headers['x-other'], 'other')
    assert.equal(got.headers.authorization, 'Bearer t0ken')
  }
  const given = new Uint8Array([65])
  const early = new ApiRequest(echoUrl, { method: 'POST', body: given, contentType: 'text/plain' })
  given[0] = 66
  assert.equal(JSON.parse((await controlPlane.call(early)).text()).body, 'A')
})

test('headers of an answer are found in any letter case, and do not print', async (t) => {
  const installation = await started(t)
  const controlPlane = await installation.connect()
  const headers = { 'Retry-After': '7', 'Set-Cookie': 'a=canary-cookie' }
  installation.emulator.addFault({ action: 'status', status: 503, body: 'canary-body', headers })
  const answer = await controlPlane.call(new ApiRequest(installation.url))
  assert.equal(answer.status, 503)
  assert.equal(answer.header('retry-AFTER'), '7')
  assert.equal(answer.header('X-None'), null)
  assert.deepEqual(
    answer.headers.find(([name]) => name === 'set-cookie'),
    ['set-cookie', 'a=canary-cookie'],
  )
  assert(Object.isFrozen(answer.headers[0]))
  assert.equal(answer.text(), 'canary-body')
  assertSilent(answer, 'answer', ['canary'])
})

test('a call can be printed as a command, secrets as variables', () => {
  const request = new ApiRequest('https://gw/pets', { token: 't0ken', headers: { Accept: 'a/b' } })
  assert.equal(request.method, 'GET')
  assert.equal(request.url, 'https://gw/pets')
  const command = request.toCurl()
  assert.match(command, /"Authorization: Bearer \$ACCESS_TOKEN"/)
  assert.match(command, /'Accept: a\/b'/)
  const keys = new ApplicationKeys(KeyType.Production, 'key', 's3cret')
  const asking = keys.toCurl('https://cp/oauth2/token', Grant.password('alice', 'hunter2'))
  assert.match(asking, /-u "\$CONSUMER_KEY:\$CONSUMER_SECRET"/)
  for (const secret of ['t0ken', 's3cret', 'hunter2']) {
    assert(!`${command}${asking}`.includes(secret))
  }
})

test('what cannot be sent is refused by name', async (t) => {
  const installation = await started(t)
  const controlPlane = await installation.connect()
  for (const [options, code] of [
    [{ method: 'get' }, 'invalid-method'],
    [{ headers: { 'A B': 'c' } }, 'invalid-header-name'],
    [{ token: 'a b' }, 'invalid-token'],
  ]) {
    const error = await rejected(controlPlane.call(new ApiRequest(installation.url, options)))
    assert.deepEqual([error.kind, error.code], [ErrorKind.InvalidInput, code])
  }
  const body = { body: 'text' }
  assert.throws(() => new ApiRequest('https://gw', body), /contentType must be a string/)
  const type = { contentType: 'text/plain' }
  assert.throws(() => new ApiRequest('https://gw', type), /body must be a string or bytes/)
  assert.throws(() => new ApiRequest('https://gw', { headers: [['a']] }), /a name and a value/)
})

test('waiting ends when time is up, or when it is cancelled', async (t) => {
  const installation = await started(t)
  const controlPlane = await installation.connect()
  await controlPlane.publish([installation.publication(['Production Gateway'])])
  const others = ['Production and Sandbox']
  const soon = { timeout: 30 }
  const error = await rejected(controlPlane.waitUntilLive('Pets', '1.0.0', others, soon))
  assert.deepEqual([error.kind, error.code], [ErrorKind.Timeout, 'not-live'])
  assert.equal(error.operation, 'waitUntilLive')
  assert.equal(error.context.environments, others[0])
  await controlPlane.waitUntilLive('Pets', '1.0.0', ['Production Gateway'], TIMEOUT)
  const absent = controlPlane.waitUntilAbsent('Pets', '1.0.0', 'Production Gateway', soon)
  assert.equal((await rejected(absent)).code, 'still-live')

  const ca = { caCertificates: installation.emulator.caPem }
  await waitUntilReady(installation.url, { ...ca, ...TIMEOUT })
  const gateway = `https://localhost:${installation.topology.nodes[1].ports.get('servlet-https')}`
  await waitUntilReady(gateway, { ...ca, ...TIMEOUT })
  await installation.emulator.stopNode('gateway-1')
  assert.equal((await rejected(waitUntilReady(gateway, { ...ca, ...soon }))).code, 'not-ready')

  const controller = new AbortController()
  const { signal } = controller
  const waiting = [
    waitUntilReady(gateway, { ...ca, ...TIMEOUT, signal }),
    controlPlane.waitUntilLive('Pets', '1.0.0', others, { ...TIMEOUT, signal }),
  ].map((call) => rejected(call))
  controller.abort()
  for (const cancelled of await Promise.all(waiting)) {
    assert.equal(cancelled.kind, ErrorKind.Cancelled)
  }
})

test('what is no time is refused, and harms nothing', async (t) => {
  const installation = await started(t)
  const controlPlane = await installation.connect()
  const { Emulator } = await import('gatewright/emulator')
  const nodes = [{ name: 'gw', text: '', release: '4.7' }]
  const environments = ['Production Gateway']
  const calls = [
    (timeout) => installation.connect({ connectTimeout: timeout }),
    (timeout) => installation.connect({ requestTimeout: timeout }),
    (timeout) => controlPlane.waitUntilLive('Pets', '1.0.0', environments, { timeout }),
    (timeout) => controlPlane.waitUntilAbsent('Pets', '1.0.0', 'a', { timeout }),
    (timeout) => waitUntilReady(installation.url, { timeout }),
    (propagationDelay) => Emulator.start({ nodes, propagationDelay }),
    (tokenLife) => Emulator.start({ nodes, tokenLife }),
  ]
  for (const call of calls) {
    for (const time of [-1, Number.NaN, Infinity, -Infinity, 1e300, Number.MAX_VALUE]) {
      const { kind, code } = await rejected(call(time))
      assert.deepEqual([kind, code], [ErrorKind.InvalidInput, 'invalid-duration'])
    }
    for (const time of [1n, '1', [1], {}, true, new Date()]) {
      const error = await rejected(call(time), TypeError)
      assert.equal(error.code, 'ERR_INVALID_ARG_TYPE')
    }
  }
  for (const delay of [-1, Number.NaN, 1e300]) {
    assert.throws(() => installation.emulator.addFault({ action: 'delay', delay }), {
      kind: ErrorKind.InvalidInput,
      code: 'invalid-fault',
    })
  }
  assert.equal((await controlPlane.environments()).length, 2)
})
