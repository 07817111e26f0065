// What is logged, to whom, and that nobody pays for what nobody reads.
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { spawnSync } from 'node:child_process'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import { ControlPlane, Credentials, LogLevel, setLogger } from 'gatewright'
import { NO_APIS, Server, header, json } from './server.mjs'
import { rejected } from './support.mjs'

const connected = (server, options) =>
  ControlPlane.connect(server.url, Credentials.token('token'), { release: '4.7', ...options })

/** Collects records until the test is over. */
function collecting(test, level) {
  const records = []
  setLogger((record) => records.push(record), level)
  test.after(() => setLogger(null))
  return records
}

/** What was logged before a promise was settled is told soon after. */
const told = () => new Promise((resolve) => setImmediate(() => setImmediate(resolve)))

test('each request and each repetition is told', async (t) => {
  const records = collecting(t, LogLevel.Debug)
  const busy = json({ code: 503, message: 'busy', description: '' }, '503 Service Unavailable')
  const answers = [busy, NO_APIS]
  const server = await Server.start(t, (_, socket) => socket.write(answers.shift()))
  const controlPlane = await connected(server, { retry: { firstDelay: 1 } })
  await controlPlane.apis()
  await told()
  const messages = records.map(({ level, message, operation }) => [level, message, operation])
  assert.deepEqual(messages, [
    ['debug', 'request', 'apis'],
    ['debug', 'failed, to be repeated', 'apis'],
    ['debug', 'request', 'apis'],
  ])
  const [first, , last] = records
  assert.deepEqual([first.fields.status, last.fields.status], [503, 200])
  assert.equal(first.fields.method, 'GET')
  assert.equal(first.fields.path, '/api/am/publisher/v4/apis')
  assert.equal(first.fields.correlation_id, header(server.requests[0], 'activityid'))
  assert.equal(first.dropped, 0)
  assert(first.timestamp <= Date.now() && first.timestamp > Date.now() - 600_000)
  assert(Object.isFrozen(first) && Object.isFrozen(first.fields))
})

test('a level leaves out what matters less, and null leaves out all', async (t) => {
  const records = collecting(t, LogLevel.Warn)
  const server = await Server.start(t, (_, socket) => socket.write(NO_APIS))
  await (await connected(server)).apis()
  await connected(server, { dangerAcceptInvalidCertificates: true })
  await told()
  assert.deepEqual(
    records.map(({ level, operation, fields }) => [level, operation, fields.code]),
    [['warn', 'connect', 'certificates-not-checked']],
  )
  setLogger(null)
  await connected(server, { dangerAcceptInvalidCertificates: true })
  await told()
  assert.equal(records.length, 1)
})

test('the logger that was set last is told', async (t) => {
  const first = collecting(t, LogLevel.Debug)
  const second = collecting(t, LogLevel.Debug)
  const server = await Server.start(t, (_, socket) => socket.write(NO_APIS))
  await (await connected(server)).apis()
  await told()
  assert.deepEqual([first.length, second.length], [0, 1])
})

test('calls at once do not mix their operations', async (t) => {
  const records = collecting(t, LogLevel.Debug)
  const server = await Server.start(t, (_, socket) =>
    socket.write(json({ code: 404, message: 'none', description: '' }, '404 Not Found')),
  )
  const controlPlane = await connected(server)
  const calls = Array.from({ length: 4 }, () => [
    rejected(controlPlane.getApi('a')),
    rejected(controlPlane.lifecycle('b')),
  ])
  await Promise.all(calls.flat())
  await told()
  assert.equal(records.length, 8)
  for (const { operation, fields } of records) {
    assert.equal(operation, fields.path.endsWith('/a') ? 'getApi' : 'lifecycle')
  }
})

test('a logger of a thread that has ended is told nothing', async (t) => {
  const program = `
    const { parentPort } = require('node:worker_threads')
    require('gatewright').setLogger(() => undefined, 'debug')
    parentPort.postMessage('set')`
  const worker = new Worker(program, { eval: true })
  t.after(() => setLogger(null))
  await once(worker, 'message')
  await worker.terminate()
  const server = await Server.start(t, (_, socket) => socket.write(NO_APIS))
  assert.deepEqual(await (await connected(server)).apis(), [])
})

test('neither a logger nor a function of a connection keeps Node', () => {
  const path = fileURLToPath(new URL('./programs/leaves-functions.mjs', import.meta.url))
  const { stdout, stderr, status } = spawnSync(process.execPath, [path], { timeout: 60_000 })
  assert.deepEqual([`${stdout}`, `${stderr}`, status], ['true\n', '', 0])
})

test('what is no logger is refused', () => {
  assert.throws(() => setLogger('debug'), /setLogger\(logger\) must be a function, not a string/)
  assert.throws(() => setLogger(() => undefined), /setLogger\(level\) must be a string/)
  assert.throws(
    () => setLogger(() => undefined, 'warning'),
    /"warning", which does not exist; it can be "error", "warn", "info", "debug"/,
  )
})
