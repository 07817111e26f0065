// A call that is cancelled at each stage of a server's answer ends at once and leaves nothing behind.
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { test } from 'node:test'
import { ControlPlane, Credentials, ErrorKind, Retry, waitUntilReady } from 'gatewright'
import { NO_APIS, Server } from './server.mjs'
import { rejected } from './support.mjs'

/** What a server has sent when it stops. */
const STAGES = {
  'after the request': '',
  'within the status line': 'HTTP/1.1 2',
  'within the headers': 'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Le',
  'before the body':
    'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 90\r\n\r\n',
  'within the body':
    'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 90\r\n\r\n{"list": [',
  'within a chunk':
    'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nff\r\n{',
}

/** Calls of every kind: with and without a body, of lists, of a stream. */
const CALLS = {
  apis: (controlPlane, options) => controlPlane.apis(options),
  getApi: (controlPlane, options) => controlPlane.getApi('id', options),
  apiDefinition: (controlPlane, options) => controlPlane.apiDefinition('id', options),
  updateApiDefinition: (controlPlane, options) =>
    controlPlane.updateApiDefinition('id', 'openapi: 3.0.1', options),
  deleteApi: (controlPlane, options) => controlPlane.deleteApi('id', options),
  importArchive: (controlPlane, options) =>
    controlPlane.importArchive(Buffer.from('PK\x03\x04'), options),
  searchApis: (controlPlane, options) => controlPlane.searchApis(null, options).next(),
}

// One request at a time: a permit that is not given back would stop the session.
const OPTIONS = { release: '4.7', maxConcurrency: 1 }

test('a call is cancelled at each stage of an answer', async (t) => {
  for (const [stage, sent] of Object.entries(STAGES)) {
    for (const [operation, call] of Object.entries(CALLS)) {
      const controller = new AbortController()
      let isStalling = true
      let reached
      const stalled = new Promise((resolve) => (reached = resolve))
      const server = await Server.start(t, (_, socket) => {
        if (!isStalling) return socket.write(NO_APIS)
        // What was written has left this process before the call is cancelled.
        if (sent) socket.write(sent, reached)
        else reached()
      })
      const controlPlane = await ControlPlane.connect(
        server.url,
        Credentials.token('token'),
        OPTIONS,
      )
      const before = process.getActiveResourcesInfo().sort()
      const pending = rejected(call(controlPlane, { signal: controller.signal }))
      await stalled
      controller.abort()
      assertCancelled(await pending, operation, stage)
      await server.idle()
      isStalling = false
      assert.deepEqual(await controlPlane.apis(), [], `${operation} ${stage}: works on`)
      assert.equal(server.requests.length, 2, `${operation} ${stage}: nothing was repeated`)
      server.stop()
      await once(server.server, 'close')
      const left = process.getActiveResourcesInfo().sort()
      assert.deepEqual(ours(left), ours(before), `${operation} ${stage}`)
    }
  }
})

/** Without the sockets of the test's own server, and what its closing has still to do. */
const ours = (names) => names.filter((name) => !/^(TCP|Immediate)/.test(name))

test('a call is cancelled before a server takes the connection', async (t) => {
  const sockets = []
  const silent = createServer((socket) => sockets.push(socket.on('error', () => undefined)))
  silent.listen(0, '127.0.0.1')
  await once(silent, 'listening')
  t.after(() => {
    sockets.forEach((socket) => socket.destroy())
    silent.close()
  })
  // It never answers the first words of TLS.
  const url = `https://127.0.0.1:${silent.address().port}`
  const credentials = Credentials.basic('admin', 'admin')
  for (const call of [
    (options) => ControlPlane.connect(url, credentials, options),
    (options) => waitUntilReady(url, { timeout: 60_000, ...options }),
  ]) {
    const controller = new AbortController()
    const connection = once(silent, 'connection')
    const pending = rejected(call({ signal: controller.signal }))
    const [socket] = await connection
    const closed = once(socket.resume(), 'close')
    controller.abort()
    assert.equal((await pending).kind, ErrorKind.Cancelled)
    await closed
  }
})

test('a call is cancelled while its functions are asked', async (t) => {
  const server = await Server.start(t, (_, socket) => socket.write(NO_APIS))
  let asked
  const never = () => {
    asked()
    return new Promise(() => undefined)
  }
  const credentials = Credentials.token('token')
  const connect = (who, options) =>
    ControlPlane.connect(server.url, who, { ...OPTIONS, ...options })
  let answer = never
  const controlPlane = await connect(credentials, { headers: () => answer() })
  for (const [operation, call] of [
    ['connect', (signal) => connect(Credentials.callback(never), { signal })],
    ['apis', (signal) => controlPlane.apis({ signal })],
  ]) {
    const waiting = new Promise((resolve) => (asked = resolve))
    const controller = new AbortController()
    const pending = rejected(call(controller.signal))
    await waiting
    controller.abort()
    assertCancelled(await pending, operation, 'while asking')
  }
  assert.equal(server.requests.length, 0)
  answer = () => ({ 'X-Ticket': 'a' })
  assert.deepEqual(await controlPlane.apis(), [])
})

test('a call that waits for another is cancelled, and the other goes on', async (t) => {
  let answer
  const server = await Server.start(t, (_, socket) => (answer = () => socket.write(NO_APIS)))
  const controlPlane = await ControlPlane.connect(server.url, Credentials.token('a'), OPTIONS)
  const first = controlPlane.apis()
  while (!answer) await new Promise((resolve) => setImmediate(resolve))
  const controller = new AbortController()
  const second = rejected(controlPlane.apis({ signal: controller.signal }))
  await new Promise((resolve) => setImmediate(resolve))
  controller.abort()
  assertCancelled(await second, 'apis', 'waiting for a permit')
  answer()
  assert.deepEqual(await first, [])
  assert.equal(server.requests.length, 1)
})

function assertCancelled(error, operation, stage) {
  const { kind, code, retry } = error
  assert.deepEqual(
    { kind, code, retry, operation: error.operation },
    { kind: ErrorKind.Cancelled, code: 'cancelled', retry: Retry.Ambiguous, operation },
    stage,
  )
}
