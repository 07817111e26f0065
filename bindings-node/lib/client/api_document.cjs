'use strict'

const { NativeApiDocument, parseApiDocument } = require('../../native.cjs')
const read = require('../arguments.cjs')
const { unwrap } = require('../errors.cjs')
const { show } = require('../show.cjs')

let handleOf

class ApiDocument {
  #native

  /** The addon's own comes with its handle; a user's comes as fields. */
  constructor(fields) {
    this.#native = fields instanceof NativeApiDocument ? fields : made(fields)
    Object.freeze(this)
  }

  static {
    handleOf = (document) => document.#native
  }

  static parse(text) {
    const given = read.string(text, 'ApiDocument.parse(text)')
    return new ApiDocument(unwrap(parseApiDocument(given), ApiDocument.parse))
  }

  get id() {
    return this.#native.id
  }

  get name() {
    return this.#native.name
  }

  get version() {
    return this.#native.version
  }

  get context() {
    return this.#native.context
  }

  get lifecycle() {
    return this.#native.lifecycle
  }

  get lastUpdated() {
    return this.#native.lastUpdated
  }

  get(field) {
    const name = read.string(field, 'apiDocument.get(field)')
    const json = unwrap(this.#native.get(name), ApiDocument.prototype.get)
    return json === null ? null : JSON.parse(json)
  }

  set(field, value) {
    const name = read.string(field, 'apiDocument.set(field)')
    const json = jsonOf(value, 'apiDocument.set(value)')
    unwrap(this.#native.set(name, json), ApiDocument.prototype.set)
    return this
  }

  stringify() {
    return this.#native.toJson()
  }

  toObject() {
    return JSON.parse(this.#native.toJson())
  }
}

show(ApiDocument, ['id', 'name', 'version'])

function made(fields) {
  const place = 'new ApiDocument(fields)'
  return unwrap(parseApiDocument(jsonOf(read.plainObject(fields, place), place)), ApiDocument)
}

/** The text of a value; what JSON would leave out in silence is refused. */
function jsonOf(value, place) {
  const json = JSON.stringify(value)
  if (json === undefined) throw read.wrongType(place, 'what JSON can express', value)
  return json
}

/** An API as the addon takes it: of our class, or a plain object with its fields. */
const apiDocument = (value, place) =>
  value instanceof ApiDocument
    ? handleOf(value)
    : handleOf(new ApiDocument(read.plainObject(value, place)))

module.exports = { ApiDocument, apiDocument }
