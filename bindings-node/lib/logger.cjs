'use strict'

const native = require('../native.cjs')
const read = require('./arguments.cjs')
const { LogLevel } = require('./constants.cjs')
const { localName } = require('./errors.cjs')

const levelOf = read.oneOf(LogLevel)

function setLogger(logger, level) {
  const told = read.optional(read.callable, null)(logger, 'setLogger(logger)')
  if (told === null) return native.setLogger(null, LogLevel.Error)
  native.setLogger((record) => told(recordOf(record)), levelOf(level, 'setLogger(level)'))
}

function recordOf({ operation, fields, ...record }) {
  return Object.freeze({
    ...record,
    operation: operation === null ? null : localName(operation),
    fields: Object.freeze(Object.fromEntries(fields.map(({ name, value }) => [name, value]))),
  })
}

module.exports = { setLogger }
