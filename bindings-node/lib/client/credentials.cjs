'use strict'

const { inspect } = require('node:util')
const native = require('../../native.cjs')
const read = require('../arguments.cjs')
const { asked } = require('../callback.cjs')
const { unwrap } = require('../errors.cjs')
const { secret } = require('../secret.cjs')
const { hide } = require('../show.cjs')

const { NativeCredentials } = native

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

  static expiringToken(token, expiresIn) {
    const given = [
      secret(token, 'Credentials.expiringToken(token)'),
      read.milliseconds(expiresIn, 'Credentials.expiringToken(expiresIn)'),
    ]
    return new Credentials(unwrap(native.expiringToken(...given), Credentials.expiringToken))
  }

  static fromEnvironment() {
    return new Credentials(unwrap(native.credentialsFromEnvironment(), Credentials.fromEnvironment))
  }

  static fromFile(path) {
    const given = read.path(path, 'Credentials.fromFile(path)')
    return new Credentials(unwrap(native.credentialsFromFile(given), Credentials.fromFile))
  }

  static callback(ask) {
    const given = read.callable(ask, 'Credentials.callback(ask)')
    const readAnswer = (answer) => credentials(answer, 'what the credentials callback gives')
    return new Credentials(NativeCredentials.callback(asked(given, readAnswer)))
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

function credentials(value, place) {
  return handleOf(read.instanceOf(Credentials)(value, place))
}

module.exports = { Credentials, credentials }
