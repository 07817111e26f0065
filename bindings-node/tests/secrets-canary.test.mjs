// Secrets in every place a secret can stand, against a server that repeats what it is sent; then everything the
// library puts out is searched for them.
import assert from 'node:assert/strict'
import { chmodSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { inspect } from 'node:util'
import * as gatewright from 'gatewright'
import { started } from './installation.mjs'
import { Server, json } from './server.mjs'
import { folder, rejected, write } from './support.mjs'

const { ApiDocument, ApiRequest, ApplicationKeys, ControlPlane, Credentials, Grant } = gatewright

/** A secret for each place, so that a leak says where it came from. */
const canary = (place) => `canary-${place}-hunter2`
const PLACES = [
  'password',
  'client-secret',
  'token',
  'refresh-token',
  'header',
  'proxy',
  'endpoint',
]
const SECRETS = PLACES.map(canary)
const PEM_KEY = `-----BEGIN PRIVATE KEY-----\n${canary('pem')}\n-----END PRIVATE KEY-----\n`

/** Everything that was put out, in every way that JavaScript has. */
class Outputs {
  secrets = [...SECRETS, canary('pem')]
  #texts = []

  add(what, value) {
    const forms = {
      text: () => String(value),
      json: () => JSON.stringify(value) ?? '',
      inspect: () => inspect(value, { depth: Infinity, showHidden: true }),
      stack: () => (value instanceof Error ? value.stack : ''),
      fields: () => inspect(Object.entries(value ?? {}), { depth: Infinity }),
    }
    for (const [form, show] of Object.entries(forms))
      this.#texts.push([`${what} as ${form}`, show()])
    if (value instanceof Error && value.cause) this.add(`${what}'s cause`, value.cause)
    if (value instanceof gatewright.GatewrightError) this.add(`${what}'s context`, value.context)
  }

  /** The error of a call, which there must be. */
  async error(what, call) {
    const error = await rejected(call)
    this.add(what, error)
    return error
  }

  /** What came as a secret is one that must not be put out. */
  keep(...given) {
    for (const secret of given) {
      const text = secret.expose()
      assert(text.length > 8, 'a text so short may stand anywhere')
      this.secrets.push(text)
    }
  }

  assertSilent() {
    assert(this.#texts.length > 0)
    for (const [what, text] of this.#texts) {
      for (const secret of this.secrets) {
        for (const form of [secret, encodeURIComponent(secret), base64(secret)]) {
          assert(!text.includes(form), `${what} shows a secret: ${text.replaceAll(form, '<HERE>')}`)
        }
      }
    }
  }
}

const base64 = (text) => Buffer.from(text).toString('base64').replace(/=+$/, '')

/** Collects what is logged from now on. */
function logging(test, outputs) {
  const records = []
  gatewright.setLogger((record) => {
    records.push(record)
    outputs.add(`record ${records.length}`, record)
  }, 'debug')
  test.after(() => gatewright.setLogger(null))
  return records
}

const told = () => new Promise((resolve) => setImmediate(() => setImmediate(resolve)))

for (const release of ['3.2', '4.7']) {
  test(`a walk through ${release} puts out no secret`, async (t) => {
    const outputs = new Outputs()
    const records = logging(t, outputs)
    const installation = await started(t, release, canary('password'))
    const { emulator } = installation
    const credentials = Credentials.callback(async () =>
      Credentials.password('admin', canary('password')),
    )
    const controlPlane = await ControlPlane.connect(installation.url, credentials, {
      release: installation.topology.release,
      caCertificates: emulator.caPem,
      headers: () => ({ 'X-Api-Key': canary('header'), Cookie: `a=${canary('header')}` }),
      retry: { off: true },
    })
    outputs.add('connection', [credentials, controlPlane, controlPlane.warnings])
    const publication = installation.publication()
    const plan = await controlPlane.plan([publication])
    const outcome = await controlPlane.apply(plan)
    assert.equal(outcome.isOk, true)
    outputs.add('publishing', [plan, outcome, await controlPlane.verify(publication)])

    const { id } = await controlPlane.api('Pets', '1.0.0')
    const document = await controlPlane.getApi(id)
    const security = { production: { enabled: true, password: canary('endpoint'), username: 'a' } }
    document.set('endpointConfig', {
      ...document.get('endpointConfig'),
      endpoint_security: security,
    })
    outputs.add('document', document)
    outputs.add('updated document', await controlPlane.updateApi(document))

    const application = await controlPlane.application('tester')
    await application.subscribe('Pets', '1.0.0')
    const keys = await application.keys('PRODUCTION')
    const info = await application.generateKeys('SANDBOX')
    const portalToken = await application.portalToken(info, info.consumerSecret)
    const apiKey = await application.generateApiKey('PRODUCTION')
    const [{ url }] = await controlPlane.tokenEndpoints()
    const grant = Grant.password('admin', canary('password'))
    const token = await controlPlane.token(url, keys, grant)
    outputs.keep(keys.consumerSecret, info.consumerSecret, portalToken.token, apiKey.key)
    outputs.keep(token.token, token.refreshToken)
    outputs.add('application', [application, keys, info, portalToken, apiKey, grant, token])
    outputs.add('keys', await application.allKeys())
    if (release === '4.7') {
      const secret = await application.generateSecret(info.mappingId)
      outputs.keep(secret.value)
      outputs.add('secrets', [secret, await application.secrets(info.mappingId)])
      const node = installation.topology.nodes[1]
      const gateway = `https://localhost:${node.ports.get('servlet-https')}`
      outputs.add('gateway', controlPlane.gateway(gateway, 'admin', canary('password')))
    }
    const request = new ApiRequest(`https://localhost:1/pets?apikey=${apiKey.key.expose()}`, {
      token,
      headers: { ApiKey: apiKey.key.expose(), Cookie: `a=${canary('header')}` },
    })
    outputs.add('request', request)
    outputs.add('commands', [request.toCurl(), keys.toCurl(url, grant)])
    await outputs.error('call', controlPlane.call(request))

    // Whatever is sent now comes back in an error page.
    for (const status of [400, 401, 403, 404, 409, 429, 500, 503]) {
      emulator.clearFaults()
      emulator.addFault({ action: 'echo', status })
      const at = (call) => `${call} answered ${status}`
      const refresh = Grant.refreshToken(token.refreshToken)
      for (const [call, start] of Object.entries({
        apis: () => controlPlane.apis(),
        search: () => controlPlane.searchApis({ text: 'a' }).next(),
        create: () =>
          controlPlane.createApi({
            name: 'A',
            version: '1',
            context: '/a',
            x: canary('endpoint'),
          }),
        update: () => controlPlane.updateApi(document),
        publish: () => controlPlane.publish([publication]),
        application: () => controlPlane.application('other'),
        keys: () => application.generateKeys('PRODUCTION'),
        portalToken: () => application.portalToken(info, info.consumerSecret),
        apiKey: () => application.generateApiKey('SANDBOX'),
        revokeApiKey: () => application.revokeApiKey('PRODUCTION', apiKey.key),
        token: () => controlPlane.token(url, keys, grant),
        refresh: () => controlPlane.token(url, keys, refresh),
        revoke: () => controlPlane.revokeToken(keys, token),
        connect: () => installation.connect({ retry: { off: true } }, canary('password')),
        client: () =>
          ControlPlane.connect(
            installation.url,
            Credentials.password('admin', canary('password'), {
              clientId: 'id',
              clientSecret: canary('client-secret'),
            }),
            { release, caCertificates: emulator.caPem, retry: { off: true } },
          ),
      })) {
        await outputs.error(at(call), start())
      }
      // What an apply could not do stands in its outcome.
      outputs.add(at('outcome'), await controlPlane.apply(plan))
      assert(emulator.faults[0].met > 0)
    }
    await told()
    assert(records.length > 100, `${records.length} records`)
    outputs.assertSilent()
  })
}

test('credentials, options and functions put out no secret', async (t) => {
  const outputs = new Outputs()
  logging(t, outputs)
  const echo = (head, socket) =>
    socket.write(json({ code: 1, message: head, description: head }, '500 No'))
  const server = await Server.start(t, echo)
  const certificate = { certificates: PEM_KEY, key: PEM_KEY }
  const options = { release: '4.7', retry: { off: true } }
  for (const credentials of [
    Credentials.basic('admin', canary('password')),
    Credentials.token(canary('token')),
    Credentials.expiringToken(canary('token'), 1000),
    Credentials.callback(() => Credentials.token(canary('token'))),
    Credentials.client('id', canary('client-secret')),
  ]) {
    outputs.add('credentials', credentials)
    const headers = async () => [['X-Auth-Token', canary('header')]]
    const asked = ControlPlane.connect(server.url, credentials, { ...options, headers }).then(
      (made) => {
        outputs.add('connection', made)
        return made.apis()
      },
    )
    await outputs.error('apis', asked)
    for (const [what, wrong] of Object.entries({
      proxy: { proxy: `socks5://user:${canary('proxy')}@proxy.example` },
      proxyUrl: { proxy: `http://user:${canary('proxy')}@[proxy` },
      certificate: { clientCertificate: certificate },
      ca: { caCertificates: PEM_KEY },
      userAgent: { userAgent: `${canary('header')}\n` },
    })) {
      await outputs.error(
        what,
        ControlPlane.connect(server.url, credentials, { ...options, ...wrong }),
      )
    }
  }
  const failing = (headers) =>
    ControlPlane.connect(server.url, Credentials.token(canary('token')), {
      ...options,
      headers,
    }).then((made) => made.apis())
  await outputs.error(
    'forbidden',
    failing(() => ({ Authorization: canary('header') })),
  )
  await outputs.error(
    'broken',
    failing(() => ({ 'X-A': `${canary('header')}\n` })),
  )
  await outputs.error(
    'no pair',
    failing(() => [[canary('header')]]),
  )
  await outputs.error(
    'no text',
    failing(() => ({ 'X-A': [canary('header')] })),
  )
  const wrong = Credentials.callback(() => ({ password: canary('password') }))
  await outputs.error('no credentials', ControlPlane.connect(server.url, wrong, options))
  const path = join(folder(t), 'credentials.toml')
  for (const text of [
    `token = "${canary('token')}"\npassword = "${canary('password')}"\n`,
    `password = "${canary('password')}"\n`,
    `${canary('token')} = 1\n`,
    `token = ["${canary('token')}"]\n`,
    `token = "${canary('token')}`,
  ]) {
    chmodSync(write(path, text), 0o600)
    await outputs.error(
      'file',
      Promise.resolve().then(() => Credentials.fromFile(path)),
    )
  }
  outputs.add('keys', new ApplicationKeys('SANDBOX', 'key', canary('client-secret')))
  outputs.add('document', new ApiDocument({ name: 'A', password: canary('endpoint') }))
  await told()
  outputs.assertSilent()
})
