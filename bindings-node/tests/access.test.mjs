// Where the secrets of applications go: to functions of the user's and to files, and nowhere else.
import assert from 'node:assert/strict'
import { statSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { setTimeout as later } from 'node:timers/promises'
import { inspect } from 'node:util'
import {
  AccessAction,
  AccessOutcome,
  ApplicationAccess,
  ErrorKind,
  GatewrightError,
  Handover,
  KeyType,
  ProvidedSecret,
  Retry,
  SecretFile,
  SecretFileFormat,
  SecretKind,
} from 'gatewright'
import { started } from './installation.mjs'
import { folder, read, rejected, thrown } from './support.mjs'

const BOTH = [KeyType.Production, KeyType.Sandbox]
const PETS = { api: 'Pets', version: '1.0.0' }

const shop = (options) =>
  new ApplicationAccess('shop', {
    subscriptions: [PETS],
    keyTypes: BOTH,
    tokens: true,
    ...options,
  })

async function published(test, release) {
  const installation = await started(test, release)
  const controlPlane = await installation.connect()
  const outcome = await controlPlane.publish([installation.publication()])
  outcome.intoResult()
  return controlPlane
}

/** No secret is in what was put out, in any way that JavaScript has. */
function assertSilent(secrets, ...told) {
  assert(secrets.length > 0)
  for (const value of told) {
    const forms = [
      String(value),
      JSON.stringify(value) ?? '',
      inspect(value, { depth: Infinity, showHidden: true }),
      inspect(Object.entries(value), { depth: Infinity, showHidden: true }),
      value instanceof Error
        ? `${value.stack} ${inspect(value.cause)} ${inspect(value.context)}`
        : '',
    ]
    for (const secret of secrets) {
      assert(secret.length > 8, 'a text so short may stand anywhere')
      assert(!forms.some((form) => form.includes(secret)), 'a secret is shown')
    }
  }
}

for (const release of ['3.2', '4.7']) {
  test(`a function gets each secret with its labels, in ${release}`, async (context) => {
    const controlPlane = await published(context, release)
    const given = []
    const outcome = await controlPlane.provideAccess([shop()], (secret) => void given.push(secret))
    assert(outcome instanceof AccessOutcome)
    assert.equal(outcome.intoResult(), outcome)
    assert.deepEqual(
      given.map(({ keyType, kind }) => [keyType, kind]),
      BOTH.flatMap((keyType) => [
        [keyType, SecretKind.ConsumerSecret],
        [keyType, SecretKind.AccessToken],
      ]),
    )
    const [{ keys }] = outcome.applications
    for (const secret of given) {
      assert(secret instanceof ProvidedSecret)
      assert.equal(secret.application, 'shop')
      const ofType = keys.find(({ keyType }) => keyType === secret.keyType)
      assert.equal(secret.consumerKey, ofType.consumerKey)
      const takers = secret.environments.filter(({ keyTypes }) => keyTypes.includes(secret.keyType))
      assert(takers.length > 0)
      assert(takers.every(({ apis }) => apis[0].api === 'Pets'))
      const isToken = secret.kind === SecretKind.AccessToken
      assert.equal(secret.expiresAt instanceof Date, isToken)
      if (isToken) assert(secret.expiresAt > new Date())
    }
    const secrets = given.map(({ value }) => value.expose())
    assertSilent(secrets, outcome, ...outcome.applications, given, ...given)
  })
}

test('a promise is awaited before the next secret', async (context) => {
  const controlPlane = await published(context)
  let underWay = 0
  const stored = []
  const outcome = await controlPlane.provideAccess([shop()], async ({ kind }) => {
    underWay += 1
    assert.equal(underWay, 1)
    await later(10)
    underWay -= 1
    stored.push(kind)
  })
  assert(outcome.isOk, `${outcome}`)
  assert.equal(stored.length, 4)
  for (const key of outcome.applications[0].keys) {
    assert.equal(key.secret, Handover.HandedOut)
    assert.equal(key.token, Handover.HandedOut)
  }
})

test('what a function throws is why the secret is not stored', async (context) => {
  const controlPlane = await published(context)
  const refused = []
  const refuse = ({ value }) => {
    refused.push(value.expose())
    throw new Error(`the vault does not take ${value.expose()}`)
  }
  const sinks = [refuse, async (secret) => refuse(secret)]
  for (const [number, sink] of sinks.entries()) {
    const wanted = { name: `shop ${number}`, subscriptions: [PETS], keyTypes: BOTH, tokens: true }
    const outcome = await controlPlane.provideAccess([wanted], sink)
    assert.equal(outcome.isOk, false)
    const [{ failures }] = outcome.applications
    assert.equal(failures[0].action, AccessAction.HandOutSecret)
    const { error } = failures[0]
    assert(error instanceof GatewrightError)
    assert.equal(error.code, 'secret-not-stored')
    assert.match(error.message, /the vault does not take \*\*\*/)
    const first = thrown(() => outcome.intoResult())
    assert.equal(first.code, 'secret-not-stored')
    assertSilent(refused, outcome, ...outcome.applications, error, first)
  }
})

test('false says that a secret is not stored', async (context) => {
  const controlPlane = await published(context)
  const outcome = await controlPlane.provideAccess([shop({ tokens: false })], () => false)
  const codes = outcome.applications[0].failures.map(({ error }) => error.code)
  assert.deepEqual(new Set(codes), new Set(['secret-not-stored']))
  assert.match(`${outcome}`, /the function returned false/)
})

test('a call that is cancelled while its function runs makes nothing more', async (context) => {
  const installation = await started(context)
  const controlPlane = await installation.connect()
  await controlPlane.publish([installation.publication()])
  const controller = new AbortController()
  const given = []
  let store
  let begin
  const begun = new Promise((resolve) => (begin = resolve))
  const sink = (secret) => {
    given.push(secret)
    begin()
    return new Promise((resolve) => (store = resolve))
  }
  const { signal } = controller
  const pending = rejected(controlPlane.provideAccess([shop()], sink, { signal }))
  await begun
  controller.abort(new Error('the reason of the program'))
  const { kind, code, retry, operation } = await pending
  assert.deepEqual(
    { kind, code, retry, operation },
    {
      kind: ErrorKind.Cancelled,
      code: 'cancelled',
      retry: Retry.Ambiguous,
      operation: 'provideAccess',
    },
  )
  const written = { action: 'delay', delay: 0, method: 'POST', path: '/applications' }
  installation.emulator.addFault(written)
  store()
  const application = await controlPlane.application('shop')
  const keys = await application.allKeys()
  assert.deepEqual(
    keys.map(({ keyType }) => keyType),
    [KeyType.Production],
  )
  assert.equal(installation.emulator.faults[0].met, 0, 'nothing was sent to make more')
  assert.deepEqual(
    given.map(({ keyType, kind }) => [keyType, kind]),
    [[KeyType.Production, SecretKind.ConsumerSecret]],
  )
  // What is there stays, and what is missing is made.
  const [known] = given
  const consumerSecrets = { [known.keyType]: known.value }
  const again = shop({ consumerSecrets, tokens: false })
  const outcome = await controlPlane.provideAccess([again], () => undefined)
  outcome.intoResult()
  assert.equal(installation.emulator.faults[0].met, 1, 'the keys for the sandbox')
})

test('secrets stand in the file alone', async (context) => {
  const controlPlane = await published(context)
  const path = join(folder(context), 'secrets.json')
  const file = new SecretFile(path)
  assert.equal(file.format, SecretFileFormat.Json)
  const outcome = await controlPlane.provideAccess([shop()], file)
  outcome.intoResult()
  assert.equal(statSync(path).mode & 0o777, 0o600)
  const held = Object.values(JSON.parse(read(path)).applications.shop)
  const secrets = held.flatMap(({ consumerSecret, accessToken }) => [consumerSecret, accessToken])
  assert.equal(secrets.length, 4)
  assertSilent(secrets, outcome, file)
})

test('a secret that was kept gives a token, and shows nowhere', async (context) => {
  const controlPlane = await published(context)
  const given = []
  const sink = (secret) => void given.push(secret)
  const first = await controlPlane.provideAccess([shop({ tokens: false })], sink)
  first.intoResult()
  const consumerSecrets = Object.fromEntries(given.map(({ keyType, value }) => [keyType, value]))
  const again = shop({ consumerSecrets })
  const outcome = await controlPlane.provideAccess([again], sink)
  outcome.intoResult()
  const tokens = given.filter(({ kind }) => kind === SecretKind.AccessToken)
  assert.deepEqual(
    tokens.map(({ keyType }) => keyType),
    BOTH,
  )
  const secrets = given.map(({ value }) => value.expose())
  assertSilent(secrets, outcome, again)
  assert(Object.isFrozen(again) && Object.isFrozen(again.keyTypes))
})

test('what cannot be taken is named', async (context) => {
  const controlPlane = await (await started(context)).connect()
  const sink = () => undefined
  for (const [accesses, to, says] of [
    ['shop', sink, /provideAccess\(accesses\) must be an array/],
    [[{}], sink, /provideAccess\(accesses\)\[0\]\.name must be a string/],
    [[{ name: 'a', subscriptions: [{ api: 'a' }] }], sink, /subscriptions\[0\]\.version must be/],
    [[{ name: 'a', keyTypes: ['Production'] }], sink, /keyTypes\[0\]/],
    [[{ name: 'a', consumerSecrets: { production: 's' } }], sink, /consumerSecrets/],
    [[], 'secrets.json', /provideAccess\(sink\) must be a SecretFile or a function/],
  ]) {
    const error = await rejected(controlPlane.provideAccess(accesses, to), TypeError)
    assert.match(error.message, says)
  }
  assert.match(thrown(() => new SecretFile('a', { format: 'yaml' }), TypeError).message, /format/)
})
