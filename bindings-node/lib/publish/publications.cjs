'use strict'

const native = require('../../native.cjs')
const read = require('../arguments.cjs')
const { GatewrightError, unwrap } = require('../errors.cjs')
const { Report } = require('../report.cjs')
const { show } = require('../show.cjs')
const { topology } = require('../topology.cjs')
const { Worded } = require('../worded.cjs')
const { publicationRead } = require('./publication.cjs')

const settings = read.optional(read.record({ variables: read.mapOf(read.string) }), {})
const failure = read.instanceOf(GatewrightError)

class Position extends Worded {}

class Publications {
  #native
  #publications

  /** The text stays in the addon: it may hold passwords. */
  constructor(handle) {
    this.#native = read.handle(handle, native.NativePublications, 'Publications')
    this.#publications = Object.freeze(handle.publications.map(publicationRead))
    Object.freeze(this)
  }

  static load(path, options) {
    const from = read.path(path, 'Publications.load(path)')
    const variables = variablesOf(options, 'Publications.load(options)')
    return new Publications(unwrap(native.loadPublications(from, variables), Publications.load))
  }

  static parse(text, base, options) {
    const answer = native.parsePublications(
      read.string(text, 'Publications.parse(text)'),
      read.path(base, 'Publications.parse(base)'),
      variablesOf(options, 'Publications.parse(options)'),
    )
    return new Publications(unwrap(answer, Publications.parse))
  }

  static jsonSchema() {
    return JSON.parse(native.publicationsJsonSchema())
  }

  get path() {
    return this.#native.path
  }

  get length() {
    return this.#publications.length
  }

  [Symbol.iterator]() {
    return this.#publications[Symbol.iterator]()
  }

  check(against) {
    return new Report(this.#native.check(topology(against, 'publications.check(topology)')))
  }

  locate(error) {
    const { code, context } = failure(error, 'publications.locate(error)')
    const found = this.#native.locate(code, Object.entries(context))
    return found && new Position(found)
  }

  equals(other) {
    return other instanceof Publications && this.#native.equals(other.#native)
  }
}

show(Publications, (publications) => [...publications])

const variablesOf = (options, place) => {
  const { variables } = settings(options, place)
  return variables && Object.entries(variables)
}

module.exports = { Position, Publications }
