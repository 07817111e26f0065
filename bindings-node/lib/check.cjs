'use strict'

const native = require('../native.cjs')
const read = require('./arguments.cjs')
const { Pack, Role } = require('./constants.cjs')
const { unwrap } = require('./errors.cjs')
const { Report } = require('./report.cjs')
const { freeze } = require('./show.cjs')

const fields = read.record({
  path: read.path,
  text: read.string,
  name: read.string,
  host: read.string,
  roles: read.listOf(read.oneOf(Role)),
  pack: read.oneOf(Pack),
  release: read.string,
})

const NODE_FILE = 'a string, a URL or a plain object'

/** A plain path, or an object with what is known of the node. */
function nodeFile(value, place) {
  if (typeof value === 'string' || read.isUrl(value)) return { path: read.path(value, place) }
  if (typeof value !== 'object') throw read.wrongType(place, NODE_FILE, value)
  const file = fields(value, place)
  read.path(file.path, `${place}.path`)
  return file
}

const nodeFiles = read.listOf(nodeFile)
const options = read.optional(
  read.record({ notes: read.boolean, environmentVariables: read.listOf(read.string) }),
  {},
)

function check(files, settings) {
  const { notes = false, environmentVariables } = options(settings, 'check(options)')
  const given = nodeFiles(files, 'check(files)')
  return new Report(unwrap(native.check(given, notes, environmentVariables), check))
}

const rules = () => freeze(native.rules())

const explain = (code) => native.explain(read.string(code, 'explain(code)'))

const errorCodes = () => freeze(native.errorCodes())

module.exports = { check, errorCodes, rules, explain, nodeFile, nodeFiles }
