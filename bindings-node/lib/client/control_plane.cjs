'use strict'

const native = require('../../native.cjs')
const read = require('../arguments.cjs')
const { plain, run } = require('../call.cjs')
const { Outcome } = require('../publish/outcome.cjs')
const { Plan, plan: planOf } = require('../publish/plan.cjs')
const { publication } = require('../publish/publication.cjs')
const { Verification } = require('../publish/verification.cjs')
const { secret } = require('../secret.cjs')
const { freeze, show } = require('../show.cjs')
const { Application } = require('./application.cjs')
const { ApiResponse, request: requestOf } = require('./call.cjs')
const { connectOptions, credentials: credentialsOf } = require('./connect.cjs')
const { keys: keysOf } = require('./keys.cjs')
const { AccessToken, accessToken, grant: grantOf } = require('./token.cjs')
const { Probe, waitOptions } = require('./wait.cjs')

const publications = read.listOf(publication)

class ControlPlane {
  #native

  constructor(handle) {
    this.#native = read.handle(handle, native.NativeControlPlane, 'ControlPlane')
    Object.freeze(this)
  }

  static async connect(url, credentials, options) {
    const address = read.string(url, 'ControlPlane.connect(url)')
    const who = credentialsOf(credentials, 'ControlPlane.connect(credentials)')
    const { signal, ...given } = connectOptions(options, 'ControlPlane.connect(options)')
    const call = (cancellation) => native.connect(cancellation, address, who, given)
    return new ControlPlane(await run(signal, call))
  }

  get release() {
    return this.#native.release
  }

  get url() {
    return this.#native.url
  }

  async environments(options) {
    return this.#list('environments', [], options)
  }

  async apis(options) {
    return this.#list('apis', [], options)
  }

  async api(name, version, options) {
    return this.#list('api', texts('api', { name, version }), options)
  }

  async endpointUrls(name, version, options) {
    return this.#list('endpointUrls', texts('endpointUrls', { name, version }), options)
  }

  async isOnGateway(gatewayUrl, user, password, name, version, options) {
    const given = [
      ...texts('isOnGateway', { gatewayUrl, user }),
      secret(password, 'controlPlane.isOnGateway(password)'),
      ...texts('isOnGateway', { name, version }),
    ]
    return this.#call('isOnGateway', given, options)
  }

  async application(name, options) {
    const given = texts('application', { name })
    return new Application(await this.#call('application', given, options))
  }

  async tokenEndpoints(options) {
    return this.#list('tokenEndpoints', [], options)
  }

  async token(tokenUrl, keys, grant, options) {
    const given = [
      ...texts('token', { tokenUrl }),
      keysOf(keys, 'controlPlane.token(keys)'),
      grantOf(grant, 'controlPlane.token(grant)'),
    ]
    return new AccessToken(await this.#call('token', given, options))
  }

  async revokeToken(keys, token, options) {
    const given = [
      keysOf(keys, 'controlPlane.revokeToken(keys)'),
      accessToken(token, 'controlPlane.revokeToken(token)'),
    ]
    await this.#call('revokeToken', given, options)
  }

  async plan(wanted, options) {
    const given = [publications(wanted, 'controlPlane.plan(publications)')]
    return new Plan(await this.#call('plan', given, options))
  }

  async apply(plan, options) {
    const given = [planOf(plan, 'controlPlane.apply(plan)')]
    return new Outcome(await this.#call('apply', given, options))
  }

  async publish(wanted, options) {
    const given = [publications(wanted, 'controlPlane.publish(publications)')]
    return new Outcome(await this.#call('publish', given, options))
  }

  async undeploy(name, version, environment, options) {
    const given = texts('undeploy', { name, version, environment })
    return this.#call('undeploy', given, options)
  }

  async verify(wanted, options) {
    const given = [publication(wanted, 'controlPlane.verify(publication)')]
    return new Verification(await this.#call('verify', given, options))
  }

  async call(request, options) {
    const given = [requestOf(request, 'controlPlane.call(request)')]
    return new ApiResponse(await this.#call('call', given, options))
  }

  async probe(name, version, environment, options) {
    const given = texts('probe', { name, version, environment })
    return new Probe(await this.#call('probe', given, options))
  }

  async waitUntilLive(name, version, environments, options) {
    const place = 'controlPlane.waitUntilLive'
    const names = read.listOf(read.string)(environments, `${place}(environments)`)
    const { timeout, signal } = waitOptions(options, `${place}(options)`)
    const given = [...texts('waitUntilLive', { name, version }), names, timeout]
    const probes = await this.#call('waitUntilLive', given, { signal })
    return Object.freeze(probes.map((probe) => new Probe(probe)))
  }

  async waitUntilAbsent(name, version, environment, options) {
    const place = 'controlPlane.waitUntilAbsent(options)'
    const given = texts('waitUntilAbsent', { name, version, environment })
    const { timeout, signal } = waitOptions(options, place)
    return new Probe(await this.#call('waitUntilAbsent', [...given, timeout], { signal }))
  }

  /** A call that gives plain data. */
  async #list(name, given, options) {
    return freeze(await this.#call(name, given, options))
  }

  async #call(name, given, options) {
    const { signal } = plain(options, `controlPlane.${name}(options)`)
    return run(signal, (cancellation) => this.#native[name](cancellation, ...given))
  }
}

show(ControlPlane, ['url', 'release'])

/** Arguments that are strings, by their names. */
function texts(method, given) {
  return Object.entries(given).map(([name, value]) =>
    read.string(value, `controlPlane.${method}(${name})`),
  )
}

module.exports = { ControlPlane }
