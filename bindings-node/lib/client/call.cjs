'use strict'

const { inspect } = require('node:util')
const { NativeApiRequest, NativeApiResponse } = require('../../native.cjs')
const read = require('../arguments.cjs')
const { text } = require('../bytes.cjs')
const { secret } = require('../secret.cjs')
const { freeze, hide, show } = require('../show.cjs')
const { Worded } = require('../worded.cjs')
const { headers } = require('./headers.cjs')
const { AccessToken } = require('./token.cjs')

/** An application's token, or one from elsewhere. */
const token = (value, place) =>
  value instanceof AccessToken ? value.token.expose() : secret(value, place)

const options = read.optional(
  read.record({
    method: read.string,
    token,
    headers: headers(read.string),
    body: text,
    contentType: read.string,
  }),
  {},
)

let handleOf

class ApiRequest {
  #native

  constructor(url, settings) {
    const address = read.string(url, 'new ApiRequest(url)')
    const place = 'new ApiRequest(options)'
    const given = options(settings, place)
    if (given.body !== undefined) read.string(given.contentType, `${place}.contentType`)
    if (given.contentType !== undefined && given.body === undefined)
      text(undefined, `${place}.body`)
    this.#native = new NativeApiRequest(address, given)
    Object.freeze(this)
  }

  static {
    handleOf = (request) => request.#native
  }

  get method() {
    return this.#native.method
  }

  get url() {
    return this.#native.url
  }

  toCurl() {
    return this.#native.toCurl()
  }

  toString() {
    return this.#native.shown
  }

  toJSON() {
    return this.#native.shown
  }
}

hide(ApiRequest.prototype, {
  [inspect.custom]() {
    return this.toString()
  },
})

class GatewayFault extends Worded {}

class ApiResponse {
  #native
  #body
  #headers

  /** Body and headers do not print: they may hold anything. */
  constructor(handle) {
    this.#native = read.handle(handle, NativeApiResponse, 'ApiResponse')
    const { fault } = handle
    this.status = handle.status
    this.contentType = handle.contentType
    this.isSuccess = handle.isSuccess
    this.fault = fault && new GatewayFault(fault)
    Object.freeze(this)
  }

  get body() {
    this.#body ??= this.#native.body()
    return this.#body
  }

  get headers() {
    this.#headers ??= freeze(this.#native.headers())
    return this.#headers
  }

  header(name) {
    return this.#native.header(read.string(name, 'response.header(name)'))
  }

  text() {
    return this.#native.text()
  }
}

show(ApiResponse, ['status', 'contentType', 'isSuccess', 'fault'])

const request = (value, place) => handleOf(read.instanceOf(ApiRequest)(value, place))

module.exports = { ApiRequest, ApiResponse, GatewayFault, request }
