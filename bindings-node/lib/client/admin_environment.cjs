'use strict'

const { NativeAdminEnvironment } = require('../../native.cjs')
const read = require('../arguments.cjs')
const { freeze, show } = require('../show.cjs')

const port = read.unsigned(16)

const host = read.record({
  host: read.string,
  httpContext: read.string,
  httpPort: port,
  httpsPort: port,
  wsPort: port,
  wssPort: port,
})

/** A name, or an object with its ports. */
function virtualHost(value, place) {
  if (typeof value === 'string') return { host: value }
  const found = host(value, place)
  read.string(found.host, `${place}.host`)
  return found
}

const virtualHosts = read.listOf(virtualHost)

const own = { displayName: read.string, description: read.string, gatewayType: read.string }
const settings = read.optional(read.record(own), {})
const changes = read.record({ ...own, virtualHosts })

let handleOf

class AdminEnvironment {
  #native

  /** The addon's own comes with its handle; a user's comes as values. */
  constructor(name, hosts, options) {
    this.#native = name instanceof NativeAdminEnvironment ? name : make(name, hosts, options)
    Object.assign(this, freeze(this.#native.fields))
    Object.freeze(this)
  }

  static {
    handleOf = (environment) => environment.#native
  }

  with(options) {
    return new AdminEnvironment(this.#native.changed(changes(options, 'environment.with(changes)')))
  }
}

show(AdminEnvironment, ['id', 'name', 'displayName', 'isReadOnly', 'virtualHosts'])

function make(name, hosts, options) {
  const place = 'new AdminEnvironment'
  return new NativeAdminEnvironment(
    read.string(name, `${place}(name)`),
    virtualHosts(hosts, `${place}(virtualHosts)`),
    settings(options, `${place}(options)`),
  )
}

const adminEnvironment = (value, place) => handleOf(read.instanceOf(AdminEnvironment)(value, place))

module.exports = { AdminEnvironment, adminEnvironment }
