'use strict'

const { NativeCredentials } = require('../../native.cjs')
const read = require('../arguments.cjs')
const { options } = require('../call.cjs')
const { secret } = require('../secret.cjs')
const { hide } = require('../show.cjs')
const { inspect } = require('node:util')

const client = read.optional(read.record({ clientId: read.string, clientSecret: secret }))

let handleOf

class Credentials {
  #native

  constructor(handle) {
    this.#native = read.handle(handle, NativeCredentials, 'Credentials')
    Object.freeze(this)
  }

  static {
    handleOf = (credentials) => credentials.#native
  }

  static password(user, password, settings) {
    const place = 'Credentials.password'
    const given = [read.string(user, `${place}(user)`), secret(password, `${place}(password)`)]
    const registered = client(settings, `${place}(options)`)
    if (!registered || Object.keys(registered).length === 0) {
      return new Credentials(NativeCredentials.password(...given))
    }
    const { clientId, clientSecret } = registered
    given.push(read.string(clientId, `${place}(options).clientId`))
    given.push(secret(clientSecret, `${place}(options).clientSecret`))
    return new Credentials(NativeCredentials.passwordWithClient(...given))
  }

  static client(id, clientSecret) {
    const given = [
      read.string(id, 'Credentials.client(id)'),
      secret(clientSecret, 'Credentials.client(secret)'),
    ]
    return new Credentials(NativeCredentials.client(...given))
  }

  static token(token) {
    return new Credentials(NativeCredentials.token(secret(token, 'Credentials.token(token)')))
  }

  static basic(user, password) {
    const given = [
      read.string(user, 'Credentials.basic(user)'),
      secret(password, 'Credentials.basic(password)'),
    ]
    return new Credentials(NativeCredentials.basic(...given))
  }

  toString() {
    return this.#native.shown
  }

  toJSON() {
    return this.#native.shown
  }
}

hide(Credentials.prototype, {
  [inspect.custom]() {
    return this.toString()
  },
})

/** One PEM text, or several. */
const certificates = (value, place) =>
  typeof value === 'string' ? [value] : read.listOf(read.string)(value, place)

const connectReaders = {
  release: read.string,
  devportalUrl: read.string,
  tokenUrl: read.string,
  tenant: read.string,
  caCertificates: certificates,
  connectTimeout: read.milliseconds,
  requestTimeout: read.milliseconds,
  dangerAllowPlainHttp: read.boolean,
  dangerAcceptInvalidCertificates: read.boolean,
}

const connectOptions = options(connectReaders)

function credentials(value, place) {
  return handleOf(read.instanceOf(Credentials)(value, place))
}

module.exports = { Credentials, credentials, connectReaders, connectOptions }
