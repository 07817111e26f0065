'use strict'

const read = require('../arguments.cjs')

/** An object, or pairs where a name comes several times: pairs of name and value. */
const headers = (readValue) => (value, place) => {
  const isList = typeof value?.[Symbol.iterator] === 'function'
  if (!isList) return Object.entries(read.mapOf(readValue)(value, place))
  return read.listOf(pair(readValue))(value, place)
}

const pair = (readValue) => (value, place) => {
  const found = read.listOf((item) => item)(value, place)
  if (found.length !== 2) throw read.invalid(`${place} must be a name and a value`)
  return [read.string(found[0], `${place}[0]`), readValue(found[1], `${place}[1]`)]
}

module.exports = { headers }
