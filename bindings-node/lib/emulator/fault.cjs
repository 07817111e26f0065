'use strict'

const read = require('../arguments.cjs')
const { freeze } = require('../show.cjs')

/** Which actions there are, and what belongs to each, the emulator says. */
const fields = read.record({
  action: read.string,
  delay: read.milliseconds,
  status: read.unsigned(16),
  body: read.string,
  headers: read.mapOf(read.string),
  node: read.string,
  method: read.string,
  path: read.string,
  after: read.unsigned(32),
  times: read.unsigned(32),
})

class Fault {
  constructor(options) {
    const given = fields(options, 'new Fault(options)')
    read.string(given.action, 'new Fault(options).action')
    Object.assign(this, freeze(given))
    Object.freeze(this)
  }
}

/** A fault as the addon takes it: of our class, or a plain object with the same fields. */
function fault(value, place) {
  const { headers = {}, ...given } = fields(value instanceof Fault ? { ...value } : value, place)
  read.string(given.action, `${place}.action`)
  return { ...given, headers: Object.entries(headers) }
}

const ABSENT = {
  delay: null,
  status: null,
  body: null,
  node: null,
  method: null,
  path: null,
  times: null,
}

/** A fault as the addon gives it: what is absent is not there. */
function plainFault({ headers, ...given }) {
  return freeze({ ...ABSENT, ...given, headers: Object.fromEntries(headers) })
}

module.exports = { Fault, fault, plainFault }
