'use strict'

const { inspect } = require('node:util')
const { NativeAccessToken, NativeGrant } = require('../../native.cjs')
const read = require('../arguments.cjs')
const { SecretText, secret } = require('../secret.cjs')
const { freeze, hide, show } = require('../show.cjs')

let grantHandle
let tokenHandle

class Grant {
  #native

  constructor(handle) {
    this.#native = read.handle(handle, NativeGrant, 'Grant')
    Object.freeze(this)
  }

  static {
    grantHandle = (grant) => grant.#native
  }

  static clientCredentials() {
    return new Grant(NativeGrant.clientCredentials())
  }

  static password(user, password) {
    const given = [
      read.string(user, 'Grant.password(user)'),
      secret(password, 'Grant.password(password)'),
    ]
    return new Grant(NativeGrant.password(...given))
  }

  static refreshToken(token) {
    return new Grant(NativeGrant.refreshToken(secret(token, 'Grant.refreshToken(token)')))
  }

  toString() {
    return this.#native.shown
  }

  toJSON() {
    return this.#native.shown
  }
}

hide(Grant.prototype, {
  [inspect.custom]() {
    return this.toString()
  },
})

class AccessToken {
  #native

  constructor(handle) {
    this.#native = read.handle(handle, NativeAccessToken, 'AccessToken')
    const { refreshToken } = handle
    this.token = new SecretText(handle.token)
    this.refreshToken = refreshToken && new SecretText(refreshToken)
    this.expiresIn = handle.expiresIn
    this.scopes = freeze(handle.scopes)
    Object.freeze(this)
  }

  static {
    tokenHandle = (token) => token.#native
  }
}

show(AccessToken, ['token', 'refreshToken', 'expiresIn', 'scopes'])

const grant = (value, place) => grantHandle(read.instanceOf(Grant)(value, place))
const accessToken = (value, place) => tokenHandle(read.instanceOf(AccessToken)(value, place))

module.exports = { AccessToken, Grant, accessToken, grant }
