'use strict'

const { NativeSink } = require('../../native.cjs')
const read = require('../arguments.cjs')
const { asked } = require('../callback.cjs')
const { KeyType, SecretFileFormat } = require('../constants.cjs')
const { GatewrightError, unwrap } = require('../errors.cjs')
const { SecretText, secret } = require('../secret.cjs')
const { freeze } = require('../show.cjs')
const { Worded } = require('../worded.cjs')

const names = read.listOf(read.string)
const keyType = read.oneOf(KeyType)

const options = {
  plan: read.string,
  description: read.string,
  subscriptions: read.listOf(
    read.record({ api: read.string, version: read.string, plan: read.string }),
  ),
  keyTypes: read.listOf(keyType),
  keyManager: read.string,
  grants: names,
  callbackUrl: read.string,
  tokens: read.boolean,
  tokenValidity: read.milliseconds,
  scopes: names,
  environments: names,
  consumerSecrets: read.mapOf((value, place) => secret(value, place)),
}

const formatOf = read.optional(read.record({ format: read.oneOf(SecretFileFormat) }), {})

let secretsOf

class ApplicationAccess {
  #consumerSecrets

  static {
    secretsOf = (access) => access.#consumerSecrets
  }

  constructor(name, settings) {
    this.name = read.string(name, 'new ApplicationAccess(name)')
    const place = 'new ApplicationAccess(options)'
    const given = read.optional(read.record(options), {})(settings, place)
    const { consumerSecrets, ...rest } = given
    Object.assign(this, freeze(rest))
    // They are for the addon, and print nowhere.
    this.#consumerSecrets = consumerSecrets
    Object.freeze(this)
  }
}

/** An access as the addon takes it, of our class or a plain object with the same fields. */
function access(value, place) {
  const fields =
    value instanceof ApplicationAccess ? { ...value, consumerSecrets: secretsOf(value) } : value
  const found = read.record({ name: read.string, ...options })(fields, place)
  read.string(found.name, `${place}.name`)
  for (const [at, one] of (found.subscriptions ?? []).entries()) {
    read.string(one.api, `${place}.subscriptions[${at}].api`)
    read.string(one.version, `${place}.subscriptions[${at}].version`)
  }
  for (const name of Object.keys(found.consumerSecrets ?? {})) {
    keyType(name, `${place}.consumerSecrets`)
  }
  return found
}

const accesses = read.listOf(access)

class SecretFile {
  constructor(path, settings) {
    this.path = read.path(path, 'new SecretFile(path)')
    const { format } = formatOf(settings, 'new SecretFile(options)')
    this.format = format ?? SecretFileFormat.Json
    Object.freeze(this)
  }
}

/** Where secrets go, as the addon takes it: a file or a function. */
function sink(value, place) {
  if (value instanceof SecretFile) return NativeSink.file(value.path, value.format)
  const store = read.reader('a SecretFile or a function', (given) => typeof given === 'function')(
    value,
    place,
  )
  return new NativeSink(asked(store, stored, (reply) => [new ProvidedSecret(reply.secret)]))
}

function stored(given) {
  if (given === false) throw new Error('the function returned false')
}

class ProvidedSecret {
  constructor({ value, expiresAt, environments, ...fields }) {
    Object.assign(this, freeze(fields))
    this.value = new SecretText(value)
    this.expiresAt = expiresAt === null ? null : new Date(expiresAt)
    this.environments = environmentsOf(environments)
    Object.freeze(this)
  }
}

class EnvironmentAccess extends Worded {}

const environmentsOf = (environments) =>
  Object.freeze(environments.map((environment) => new EnvironmentAccess(environment)))

class ApplicationAccessOutcome extends Worded {
  constructor({ failures, environments, ...fields }) {
    super({
      ...fields,
      failures: failures.map(({ error, ...step }) => ({
        ...step,
        error: new GatewrightError(error),
      })),
      environments: environmentsOf(environments),
    })
  }
}

class AccessOutcome extends Worded {
  #failure

  constructor({ applications, failure, ...fields }) {
    super({
      ...fields,
      applications: applications.map((application) => new ApplicationAccessOutcome(application)),
    })
    this.#failure = failure
  }

  intoResult() {
    unwrap(this.#failure, AccessOutcome.prototype.intoResult)
    return this
  }
}

module.exports = {
  AccessOutcome,
  ApplicationAccess,
  ApplicationAccessOutcome,
  EnvironmentAccess,
  ProvidedSecret,
  SecretFile,
  accesses,
  sink,
}
