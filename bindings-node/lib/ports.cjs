'use strict'

const native = require('../native.cjs')
const read = require('./arguments.cjs')
const { Pack, Port } = require('./constants.cjs')
const { unwrap } = require('./errors.cjs')
const { freeze, show } = require('./show.cjs')

const port = read.oneOf(Port)
const fields = read.required({ pack: read.oneOf(Pack), release: read.string, offset: read.integer })

class Ports {
  #native
  #numbers

  /** The addon's own ports come with their handle; a user's come from the options. */
  constructor(options, handle = make(options)) {
    this.#native = handle
    this.#numbers = new Map(handle.open().map(({ name, number }) => [name, number]))
    this.pack = options.pack
    this.release = options.release
    this.offset = options.offset
    Object.freeze(this)
  }

  get size() {
    return this.#numbers.size
  }

  get(name) {
    return this.#numbers.get(port(name, 'ports.get(name)')) ?? null
  }

  find(number) {
    return this.#native.find(read.integer(number, 'ports.find(number)'))
  }

  collisions(other) {
    const theirs = read.instanceOf(Ports)(other, 'ports.collisions(other)')
    return freeze(this.#native.collisions(theirs.#native))
  }

  [Symbol.iterator]() {
    return this.#numbers.entries()
  }
}

show(Ports, (ports) => Object.fromEntries(ports))

function make(options) {
  const { pack, release, offset } = fields(options, 'new Ports(options)')
  return unwrap(native.ports(pack, release, offset), Ports)
}

module.exports = { Ports }
