'use strict'

const { NativeGatewayNode } = require('../../native.cjs')
const read = require('../arguments.cjs')
const { plain, run } = require('../call.cjs')
const { show } = require('../show.cjs')

class GatewayNode {
  #native

  constructor(handle) {
    this.#native = read.handle(handle, NativeGatewayNode, 'GatewayNode')
    Object.freeze(this)
  }

  get url() {
    return this.#native.url
  }

  async hasApi(name, version, options) {
    return this.#call('hasApi', api('hasApi', name, version), options)
  }

  async redeploy(name, version, options) {
    await this.#call('redeploy', api('redeploy', name, version), options)
  }

  async isHealthy(options) {
    return this.#call('isHealthy', [], options)
  }

  async #call(name, given, options) {
    const { signal } = plain(options, `gateway.${name}(options)`)
    return run(signal, (cancellation) => this.#native[name](cancellation, ...given))
  }
}

show(GatewayNode, ['url'])

const api = (method, name, version) => [
  read.string(name, `gateway.${method}(name)`),
  read.string(version, `gateway.${method}(version)`),
]

module.exports = { GatewayNode }
