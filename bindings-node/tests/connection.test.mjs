// What can be said about a connection: credentials, headers, repetitions, addresses.
import assert from 'node:assert/strict'
import { chmodSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { ApplicationKeys, ControlPlane, Credentials, ErrorKind, Retry, Warning } from 'gatewright'
import { started } from './installation.mjs'
import { NO_APIS, Server, header, json } from './server.mjs'
import { folder, rejected, thrown, write } from './support.mjs'

const OPTIONS = { release: '4.7', retry: { off: true } }
const TOKEN = Credentials.token('token')

const connected = (server, options, credentials = TOKEN) =>
  ControlPlane.connect(server.url, credentials, { ...OPTIONS, ...options })

const answering = (test) => Server.start(test, (_, socket) => socket.write(NO_APIS))

test('a function gives credentials, at once or later', async (t) => {
  const installation = await started(t)
  for (const ask of [
    () => Credentials.password('admin', 'admin'),
    async () => Credentials.password('admin', 'admin'),
  ]) {
    let asked = 0
    const credentials = Credentials.callback(() => {
      asked += 1
      return ask()
    })
    assert.equal(String(credentials), 'Credentials::callback(..)')
    const options = { release: '4.7', caCertificates: installation.emulator.caPem }
    const controlPlane = await ControlPlane.connect(installation.url, credentials, options)
    await Promise.all(Array.from({ length: 8 }, () => controlPlane.environments()))
    assert.equal(asked, 1)
  }
})

test('a token that expires is asked for again', async (t) => {
  const server = await answering(t)
  let asked = 0
  const credentials = Credentials.callback(() => {
    asked += 1
    return Credentials.expiringToken(`token-${asked}`, asked === 1 ? 0 : 3_600_000)
  })
  const controlPlane = await connected(server, {}, credentials)
  await controlPlane.apis()
  await controlPlane.apis()
  assert.equal(asked, 2)
  assert.equal(header(server.requests.at(-1), 'authorization'), 'Bearer token-2')
  const error = thrown(() => Credentials.expiringToken('a', -1))
  assert.equal(error.code, 'invalid-duration')
})

test("what a function of credentials throws is the error's cause", async (t) => {
  const server = await answering(t)
  const sealed = new Error('the vault is sealed')
  const calls = [
    [() => Promise.reject(sealed), /the vault is sealed/],
    [
      () => {
        throw sealed
      },
      /the vault is sealed/,
    ],
    [() => Promise.reject('sealed'), /sealed/],
    [() => Promise.reject(Object.create(null)), /no Error/],
    [() => 'token', /must be an instance of Credentials, not a string/],
    [async () => undefined, /must be an instance of Credentials, not undefined/],
  ]
  for (const [ask, reason] of calls) {
    const error = await rejected(connected(server, {}, Credentials.callback(ask)))
    assert.deepEqual(
      [error.kind, error.code, error.operation],
      [ErrorKind.Unauthenticated, 'credentials-callback-failed', 'connect'],
    )
    assert.match(error.message, reason)
    assert(error.cause instanceof Error)
    assert.match(error.cause.message, reason)
  }
  const nested = Credentials.callback(() => Credentials.callback(() => TOKEN))
  const error = await rejected(connected(server, {}, nested))
  assert.equal(error.code, 'nested-credentials-callback')
  assert.equal(server.requests.length, 0)
  assert.throws(() => Credentials.callback(TOKEN), /ask\) must be a function, not an instance of/)
})

test('a function gives headers before each request', async (t) => {
  const server = await answering(t)
  const { consumerSecret } = new ApplicationKeys('SANDBOX', 'key', 'hunter2')
  let count = 0
  for (const [headers, expected] of [
    [() => ({ 'X-Ticket': `CHG-${(count += 1)}` }), 'CHG-1'],
    [async () => [['X-Ticket', 'a']], 'a'],
    [() => new Map([['X-Ticket', 'b']]), 'b'],
    [() => ({ 'X-Ticket': consumerSecret }), 'hunter2'],
    [() => undefined, undefined],
    [async () => null, undefined],
  ]) {
    const controlPlane = await connected(server, { headers })
    await controlPlane.apis()
    assert.equal(header(server.requests.at(-1), 'x-ticket'), expected)
  }
  const controlPlane = await connected(server, {
    headers: () => ({ 'X-Ticket': `${(count += 1)}` }),
  })
  await controlPlane.apis()
  await controlPlane.apis()
  assert.equal(header(server.requests.at(-1), 'x-ticket'), '3')
})

test('headers that cannot be had stop the request', async (t) => {
  const server = await answering(t)
  for (const [headers, code, reason] of [
    [() => Promise.reject(new Error('no ticket')), 'headers-callback-failed', /no ticket/],
    [() => ({ 'X-A': 1 }), 'headers-callback-failed', /must be a string or a SecretText/],
    [() => [['X-A']], 'headers-callback-failed', /must be a name and a value/],
    [() => ({ Authorization: 'hunter2' }), 'invalid-header-name', /`Authorization`/],
    [() => ({ 'X-A': 'hunter2\n' }), 'invalid-header-value', /`X-A`/],
  ]) {
    const controlPlane = await connected(server, { headers })
    const error = await rejected(controlPlane.apis())
    assert.deepEqual(
      [error.kind, error.code, error.operation],
      [ErrorKind.InvalidInput, code, 'apis'],
    )
    assert.match(error.message, reason)
    assert.equal('cause' in error, code === 'headers-callback-failed')
    assert.doesNotMatch(error.message, /hunter2/)
  }
  assert.equal(server.requests.length, 0)
})

test('failures are repeated as the options say', async (t) => {
  const busy = json({ code: 503, message: 'busy', description: '' }, '503 Service Unavailable')
  const server = await Server.start(t, (_, socket) => socket.write(busy))
  for (const [retry, attempts] of [
    [{ off: true }, 1],
    [{ attempts: 3, firstDelay: 1, longestDelay: 2 }, 3],
    [{ off: true, attempts: 2, budget: 5, firstDelay: 0 }, 2],
  ]) {
    const before = server.requests.length
    const controlPlane = await connected(server, { retry })
    const error = await rejected(controlPlane.apis())
    assert.equal(server.requests.length - before, attempts)
    assert.equal(error.context.attempts, `${attempts}`)
    assert.equal(error.retry, Retry.Safe)
    assert.match(error.context.correlation_id, /./)
  }
  for (const [options, code] of [
    [{ retry: { attempts: 0 } }, 'invalid-option'],
    [{ retry: { deadline: 0 } }, 'invalid-option'],
    [{ retry: { deadline: -1 } }, 'invalid-duration'],
    [{ maxConcurrency: 0 }, 'invalid-option'],
    [{ userAgent: 'a\nb' }, 'invalid-option'],
    [{ proxy: 'socks5://user:hunter2@proxy.example:1080' }, 'invalid-proxy'],
    [{ clientCertificate: { certificates: 'hunter2', key: 'hunter2' } }, 'invalid-certificate'],
  ]) {
    const error = await rejected(connected(server, options))
    assert.equal(error.code, code)
    assert.doesNotMatch(error.message, /hunter2/)
  }
})

test('each part of a server has an address of its own', async (t) => {
  const listed = json({ count: 0, list: [] })
  const answer = (_, socket) => socket.write(listed)
  const [publisher, devportal, admin] = await Promise.all(
    ['publisher', 'devportal', 'admin'].map(() => Server.start(t, answer)),
  )
  const nobody = await answering(t)
  const controlPlane = await connected(nobody, {
    publisherUrl: publisher.url,
    devportalUrl: devportal.url,
    adminUrl: admin.url,
    userAgent: 'deploy/2.1',
    withoutEnvironmentProxy: true,
  })
  await controlPlane.apis()
  await controlPlane.applications()
  await controlPlane.adminEnvironments()
  assert.match(publisher.requests[0], /^GET \/api\/am\/publisher\//)
  assert.match(devportal.requests[0], /^GET \/api\/am\/devportal\//)
  assert.match(admin.requests[0], /^GET \/api\/am\/admin\//)
  assert.match(header(admin.requests[0], 'user-agent'), /^gatewright\/\S+ deploy\/2\.1$/)
  assert.equal(nobody.requests.length, 0)
})

test('a token is taken and revoked where it is said', async (t) => {
  const token = json({ access_token: 'a', expires_in: 3600, token_type: 'Bearer' })
  const client = json({ clientId: 'id', clientSecret: 'secret' })
  const registration = await Server.start(t, (_, socket) => socket.write(client))
  const identity = await Server.start(t, (_, socket) => socket.write(token))
  const server = await answering(t)
  const addresses = {
    registrationUrl: registration.url,
    tokenUrl: `${identity.url}/token`,
    revokeUrl: `${identity.url}/away`,
  }
  await connected(server, addresses, Credentials.password('admin', 'admin'))
  assert.match(registration.requests[0], /^POST \/client-registration\//)
  assert.match(identity.requests[0], /^POST \/token /)
  assert.equal(server.requests.length, 0)
})

test('the environment gives credentials', (t) => {
  const names = ['USERNAME', 'PASSWORD', 'CLIENT_ID', 'CLIENT_SECRET', 'TOKEN', 'BASIC']
  const clear = () => names.forEach((name) => delete process.env[`GATEWRIGHT_${name}`])
  t.after(clear)
  clear()
  assert.equal(thrown(() => Credentials.fromEnvironment()).code, 'no-credentials')
  process.env.GATEWRIGHT_USERNAME = 'alice'
  const half = thrown(() => Credentials.fromEnvironment())
  assert.deepEqual([half.code, half.operation], ['incomplete-credentials', 'fromEnvironment'])
  process.env.GATEWRIGHT_PASSWORD = 'hunter2'
  assert.equal(`${Credentials.fromEnvironment()}`, 'Credentials::password("alice", ***)')
  process.env.GATEWRIGHT_TOKEN = 'hunter2'
  assert.equal(thrown(() => Credentials.fromEnvironment()).code, 'ambiguous-credentials')
})

test('a file gives credentials', { skip: process.platform === 'win32' }, async (t) => {
  const server = await answering(t)
  const path = write(join(folder(t), 'credentials.toml'), 'token = "hunter2"\n')
  chmodSync(path, 0o600)
  const closed = await connected(server, {}, Credentials.fromFile(path))
  assert.deepEqual(closed.warnings, [])
  chmodSync(path, 0o644)
  const read = await connected(server, {}, Credentials.fromFile(pathToFileURL(path)))
  const [warning] = read.warnings
  assert(warning instanceof Warning)
  assert.equal(warning.code, 'readable-credentials')
  assert.match(`${warning}`, /chmod 600.* \(readable-credentials\)$/)
  chmodSync(path, 0o666)
  const open = thrown(() => Credentials.fromFile(path))
  assert.deepEqual([open.code, open.operation], ['insecure-credentials-file', 'fromFile'])
  assert.deepEqual(open.context.path, path)
  chmodSync(path, 0o600)
  write(path, 'pasword = "hunter2"\n')
  const misspelt = thrown(() => Credentials.fromFile(path))
  assert.equal(misspelt.code, 'invalid-credentials-file')
  assert.doesNotMatch(misspelt.message, /hunter2/)
  assert.equal(thrown(() => Credentials.fromFile('none.toml')).kind, ErrorKind.NotFound)
})

test('an option whose name says so gives a warning', async (t) => {
  const server = await answering(t)
  const options = { dangerAcceptInvalidCertificates: true }
  const controlPlane = await connected(server, options)
  assert.deepEqual(
    controlPlane.warnings.map(({ code }) => code),
    ['certificates-not-checked'],
  )
})
