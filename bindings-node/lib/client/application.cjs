'use strict'

const { NativeApplication } = require('../../native.cjs')
const read = require('../arguments.cjs')
const { options: optionsOf, plain, run } = require('../call.cjs')
const { SecretText, secret } = require('../secret.cjs')
const { freeze, show } = require('../show.cjs')
const { ApplicationKeys, keyType } = require('./keys.cjs')
const { AccessToken } = require('./token.cjs')

const texts = read.listOf(read.string)

const changes = optionsOf({ name: read.string, plan: read.string, description: read.string })

const keyRequest = optionsOf({
  grants: texts,
  callbackUrl: read.string,
  scopes: texts,
  keyManager: read.string,
})

const tokenRequest = optionsOf({ validity: read.milliseconds, scopes: texts })

const apiKeyRequest = optionsOf({
  name: read.string,
  validity: read.milliseconds,
  permittedIps: texts,
  permittedReferers: texts,
})

const subscriptionFields = read.record({
  id: read.string,
  applicationId: read.string,
  apiId: read.string,
  plan: read.string,
  requestedPlan: read.string,
  status: read.string,
  isUsable: read.boolean,
})

/** A subscription as it was read. */
function subscriptionOf(value, place) {
  const found = subscriptionFields(value, place)
  for (const key of ['id', 'applicationId', 'apiId', 'plan', 'status']) {
    read.string(found[key], `${place}.${key}`)
  }
  return { requestedPlan: null, isUsable: null, ...found }
}

/** What names a key: the two fields that are asked for, of a key as it was read. */
function keyOf(value, place) {
  const { mappingId, keyType: type } = read.plainObject(value, place)
  return [
    read.string(mappingId, `${place}.mappingId`),
    read.optional(keyType)(type, `${place}.keyType`),
  ]
}

class Application {
  #native

  constructor(handle) {
    this.#native = read.handle(handle, NativeApplication, 'Application')
    this.id = handle.id
    this.name = handle.name
    Object.freeze(this)
  }

  async subscribe(api, version, options) {
    await this.#call('subscribe', strings('subscribe', { api, version }), options)
  }

  async keys(type, options) {
    const given = [keyType(type, 'application.keys(keyType)')]
    return new ApplicationKeys(await this.#call('keys', given, options))
  }

  async summary(options) {
    return freeze(await this.#call('summary', [], options))
  }

  async update(options) {
    const { signal, ...change } = changes(options, 'application.update(options)')
    return freeze(await this.#run('update', [change], signal))
  }

  async delete(options) {
    await this.#call('delete', [], options)
  }

  async subscriptions(options) {
    return freeze(await this.#call('subscriptions', [], options))
  }

  async subscribeWithPlan(apiId, plan, options) {
    const given = strings('subscribeWithPlan', { apiId, plan })
    return freeze(await this.#call('subscribeWithPlan', given, options))
  }

  async changePlan(subscription, plan, options) {
    const given = [
      subscriptionOf(subscription, 'application.changePlan(subscription)'),
      ...strings('changePlan', { plan }),
    ]
    return freeze(await this.#call('changePlan', given, options))
  }

  async unsubscribe(subscriptionId, options) {
    await this.#call('unsubscribe', strings('unsubscribe', { subscriptionId }), options)
  }

  async allKeys(options) {
    return Object.freeze((await this.#call('allKeys', [], options)).map(keyInfo))
  }

  async key(mappingId, options) {
    return keyInfo(await this.#call('key', strings('key', { mappingId }), options))
  }

  async generateKeys(type, options) {
    const wanted = keyType(type, 'application.generateKeys(keyType)')
    const { signal, ...request } = keyRequest(options, 'application.generateKeys(options)')
    return keyInfo(await this.#run('generateKeys', [wanted, request], signal))
  }

  async portalToken(key, consumerSecret, options) {
    const [mappingId, type] = keyOf(key, 'application.portalToken(key)')
    const known = secret(consumerSecret, 'application.portalToken(consumerSecret)')
    const place = 'application.portalToken(options)'
    const { signal, validity, scopes = [] } = tokenRequest(options, place)
    const given = [mappingId, type, known, validity, scopes]
    return new AccessToken(await this.#run('portalToken', given, signal))
  }

  async secrets(mappingId, options) {
    const given = strings('secrets', { mappingId })
    return Object.freeze((await this.#call('secrets', given, options)).map(consumerSecretOf))
  }

  async generateSecret(mappingId, options) {
    const given = strings('generateSecret', { mappingId })
    return consumerSecretOf(await this.#call('generateSecret', given, options))
  }

  async revokeSecret(mappingId, secretId, options) {
    await this.#call('revokeSecret', strings('revokeSecret', { mappingId, secretId }), options)
  }

  async generateApiKey(type, options) {
    const wanted = keyType(type, 'application.generateApiKey(keyType)')
    const { signal, ...request } = apiKeyRequest(options, 'application.generateApiKey(options)')
    const made = await this.#run('generateApiKey', [wanted, request], signal)
    return Object.freeze({ ...made, key: new SecretText(made.key) })
  }

  async apiKeys(type, options) {
    const given = [keyType(type, 'application.apiKeys(keyType)')]
    return freeze(await this.#call('apiKeys', given, options))
  }

  async revokeApiKey(type, key, options) {
    const given = [
      keyType(type, 'application.revokeApiKey(keyType)'),
      secret(key, 'application.revokeApiKey(key)'),
    ]
    await this.#call('revokeApiKey', given, options)
  }

  async revokeApiKeyById(type, id, options) {
    const given = [
      keyType(type, 'application.revokeApiKeyById(keyType)'),
      ...strings('revokeApiKeyById', { id }),
    ]
    await this.#call('revokeApiKeyById', given, options)
  }

  async #call(name, given, options) {
    const { signal } = plain(options, `application.${name}(options)`)
    return this.#run(name, given, signal)
  }

  async #run(name, given, signal) {
    return run(signal, (cancellation) => this.#native[name](cancellation, ...given))
  }
}

show(Application, ['id', 'name'])

/** Arguments that are strings, by their names. */
function strings(method, given) {
  return Object.entries(given).map(([name, value]) =>
    read.string(value, `application.${method}(${name})`),
  )
}

const keyInfo = ({ consumerSecret, ...fields }) =>
  freeze({ ...fields, consumerSecret: consumerSecret && new SecretText(consumerSecret) })

const consumerSecretOf = ({ id, value }) =>
  Object.freeze({ id, value: value && new SecretText(value) })

module.exports = { Application }
