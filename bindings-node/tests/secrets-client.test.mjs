// No secret of a running API-M shows: passwords, client secrets, tokens, consumer secrets.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  ApiRequest,
  ApplicationKeys,
  ControlPlane,
  Credentials,
  GatewrightError,
  Grant,
} from 'gatewright'
import { Emulator, EmulatorNode } from 'gatewright/emulator'
import { nodesOf, started } from './installation.mjs'
import { CANARY, assertSilent } from './silence.mjs'
import { rejected } from './support.mjs'

const CLIENT = { clientId: 'id', clientSecret: CANARY }

test('what is made of secrets does not show them', () => {
  const keys = new ApplicationKeys('SANDBOX', 'key', CANARY)
  for (const [what, value] of Object.entries({
    password: Credentials.password('admin', CANARY),
    passwordWithClient: Credentials.password('admin', CANARY, CLIENT),
    client: Credentials.client('id', CANARY),
    token: Credentials.token(CANARY),
    basic: Credentials.basic('admin', CANARY),
    grant: Grant.password('alice', CANARY),
    refresh: Grant.refreshToken(CANARY),
    request: new ApiRequest(`https://gw/pets?apikey=${CANARY}`, {
      token: CANARY,
      headers: { ApiKey: CANARY, Cookie: `a=${CANARY}` },
      body: CANARY,
      contentType: 'text/plain',
    }),
    keys,
    consumerSecret: keys.consumerSecret,
    // What was got is taken where a secret is asked for.
    again: Credentials.basic('admin', keys.consumerSecret),
    node: new EmulatorNode({ name: 'gw', text: `[super_admin]\npassword = "${CANARY}"\n` }),
  })) {
    assertSilent(value, what)
    assertSilent([value], what)
    assertSilent({ value }, what)
  }
  assert.equal(keys.consumerSecret.expose(), CANARY)
})

for (const release of ['3.2', '4.7']) {
  test(`what a server of ${release} gave is not shown`, async (t) => {
    const installation = await started(t, release, CANARY)
    const { emulator } = installation
    const controlPlane = await installation.connect({}, CANARY)
    const publication = installation.publication()
    const plan = await controlPlane.plan([publication])
    const outcome = await controlPlane.apply(plan)
    assert.equal(outcome.isOk, true)
    const application = await controlPlane.application('tester')
    await application.subscribe('Pets', '1.0.0')
    const keys = await application.keys('PRODUCTION')
    const [{ url }] = await controlPlane.tokenEndpoints()
    const token = await controlPlane.token(url, keys, Grant.password('admin', CANARY))
    const secrets = [CANARY, keys.consumerSecret, token.token, token.refreshToken].map((secret) =>
      typeof secret === 'string' ? secret : secret.expose(),
    )
    const verification = await controlPlane.verify(publication)
    const log = await emulator.log('control-plane')
    const nodes = await emulator.nodes()
    for (const [what, value] of Object.entries({
      installation: [controlPlane, emulator, nodes, log],
      publishing: [plan, outcome, outcome.apis, verification],
      application,
      keys,
      token,
      urls: [await controlPlane.endpointUrls('Pets', '1.0.0')],
    })) {
      assertSilent(value, what, secrets)
    }
  })
}

test('errors do not show secrets', async (t) => {
  const installation = await started(t)
  const controlPlane = await installation.connect()
  const keys = new ApplicationKeys('PRODUCTION', 'key', CANARY)
  const [{ url }] = await controlPlane.tokenEndpoints()
  const canary = installation.url.replace('https://', `https://user:${CANARY}@`)
  const port = installation.topology.nodes[1].ports.get('servlet-https')
  const gateway = `https://localhost:${port}`
  const texts = [
    `[server\n# ${CANARY}`,
    `[super_admin]\npassword = "${CANARY}"\n[server]\noffset=x`,
  ]
  for (const call of [
    () => installation.connect({}, CANARY),
    () => ControlPlane.connect(canary, Credentials.basic('admin', CANARY)),
    () =>
      ControlPlane.connect('https://localhost:1', Credentials.token(CANARY), {
        release: '4.7',
      }).then((unconnected) => unconnected.apis()),
    () => installation.connect({ caCertificates: CANARY }),
    () => controlPlane.token(url, keys, Grant.password('alice', CANARY)),
    () => controlPlane.token(url, keys, Grant.refreshToken(CANARY)),
    () => controlPlane.isOnGateway(gateway, 'admin', CANARY, 'Pets', '1.0.0'),
    () => Emulator.start({ nodes: nodesOf(installation.topology, CANARY) }),
    ...texts.map((text) => () => Emulator.start({ nodes: [{ name: 'gw', text, release: '4.7' }] })),
  ]) {
    const error = await rejected(call())
    assert(error instanceof GatewrightError)
    assertSilent(error, error.code)
    assertSilent(error.context, error.code)
  }
})

test('errors do not repeat a request that a server answered with', async (t) => {
  const installation = await started(t)
  const controlPlane = await installation.connect()
  const application = await controlPlane.application('tester')
  const keys = await application.keys('PRODUCTION')
  const [{ url }] = await controlPlane.tokenEndpoints()
  const token = await controlPlane.token(url, keys, Grant.clientCredentials())
  const secrets = [CANARY, keys.consumerSecret.expose(), token.token.expose()]
  installation.emulator.addFault({ action: 'echo', status: 500 })
  for (const call of [
    () => installation.connect({}, CANARY),
    () => controlPlane.token(url, keys, Grant.password('alice', CANARY)),
    () => controlPlane.revokeToken(keys, token),
    () => controlPlane.apis(),
  ]) {
    const error = await rejected(call())
    assertSilent(error, error.code, secrets)
    assertSilent(error.context, error.code, secrets)
  }
  assert(installation.emulator.faults[0].met > 0)
})

test('wrong arguments are refused without their values', async () => {
  for (const call of [
    async () => Credentials.password(CANARY, [CANARY]),
    async () => Credentials.password('admin', CANARY, { clientId: CANARY }),
    async () => Grant.refreshToken({ CANARY }),
    () => ControlPlane.connect('https://localhost', CANARY),
    () => ControlPlane.connect('https://localhost', { password: CANARY }),
    () => ControlPlane.connect([CANARY], Credentials.token(CANARY)),
  ]) {
    assertSilent(await rejected(call(), TypeError), 'TypeError')
  }
})
