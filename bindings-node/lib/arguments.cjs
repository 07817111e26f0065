'use strict'

// What JavaScript's callers can get wrong that Rust's cannot: types of values, members of closed
// sets, names of options. Each is a TypeError that says where. Values do not appear in messages,
// because they may be secret.

const { fileURLToPath } = require('node:url')
const { nearest } = require('./nearest.cjs')

/** A reader takes a value and the place it stands in, and gives the value as the addon takes it. */
const string = reader('a string', (value) => typeof value === 'string')
const boolean = reader('true or false', (value) => typeof value === 'boolean')
const integer = reader('an integer', Number.isSafeInteger)

/** A time. Which numbers are one, `NaN` and negative ones among them, the core decides. */
const milliseconds = reader('a number of milliseconds', (value) => typeof value === 'number')

const callable = reader('a function', (value) => typeof value === 'function')

/** An integer that has so many bits and no sign. */
const unsigned = (bits) =>
  reader(
    `an integer from 0 to ${2 ** bits - 1}`,
    (value) => Number.isInteger(value) && value >= 0 && value < 2 ** bits,
  )

/** What cancels a call; by shape, because another realm has another class. */
const abortSignal = reader(
  'an AbortSignal',
  (value) => typeof value?.aborted === 'boolean' && typeof value.addEventListener === 'function',
)

function path(value, place) {
  if (isUrl(value)) return fileURLToPath(value)
  if (typeof value === 'string') return value
  throw wrongType(place, 'a string or a URL', value)
}

/** By shape and not by class: another realm (a vm context) has another class. */
const isUrl = (value) => typeof value?.href === 'string' && typeof value.protocol === 'string'

/** An array, or another iterable that is not a string. */
const listOf = (read) => (value, place) => {
  const isList = typeof value === 'object' && typeof value?.[Symbol.iterator] === 'function'
  if (!isList) throw wrongType(place, 'an array', value)
  return Array.from(value, (item, index) => read(item, `${place}[${index}]`))
}

/** One of the values of a frozen object of constants. */
const oneOf = (constants) => (value, place) => {
  const names = Object.values(constants)
  if (names.includes(string(value, place))) return value
  throw invalid(`${place} is "${value}", which does not exist; ${advice(value, names)}`)
}

/** A plain object with these keys, each with the reader of its value; absent keys stay absent. */
const record = (readers) => (value, place) => {
  const result = {}
  for (const key of Object.keys(plainObject(value, place))) {
    if (!Object.hasOwn(readers, key)) {
      throw invalid(`${place} has no option "${key}"; ${advice(key, Object.keys(readers))}`)
    }
    if (isPresent(value[key])) result[key] = readers[key](value[key], `${place}.${key}`)
  }
  return result
}

/** A record of which no key may be absent. */
const required = (readers) => (value, place) => {
  const result = record(readers)(value, place)
  for (const key of Object.keys(readers)) result[key] ?? readers[key](undefined, `${place}.${key}`)
  return result
}

/** A plain object whose keys are the caller's names. */
const mapOf = (read) => (value, place) =>
  Object.fromEntries(
    Object.entries(plainObject(value, place)).map(([key, item]) => [
      key,
      read(item, `${place}[${JSON.stringify(key)}]`),
    ]),
  )

/** What is left out becomes `absent`. */
const optional =
  (read, absent = undefined) =>
  (value, place) =>
    isPresent(value) ? read(value, place) : absent

/** An object of a class. */
const instanceOf = (type) => (value, place) => {
  if (value instanceof type) return value
  throw wrongType(place, `an instance of ${type.name}`, value)
}

/** The addon's object behind one of ours, which only the package itself can make. */
function handle(value, type, name) {
  if (value instanceof type) return value
  throw invalid(`${name} is not made with \`new\`: functions of gatewright give it`)
}

function plainObject(value, place) {
  const prototype = typeof value === 'object' && value !== null && Object.getPrototypeOf(value)
  // By shape and not by identity: objects of another realm (a vm context) have another prototype.
  const isPlain = prototype === null || (prototype && Object.getPrototypeOf(prototype) === null)
  if (!isPlain || Array.isArray(value)) throw wrongType(place, 'a plain object', value)
  return value
}

function reader(expected, isRight) {
  return (value, place) => {
    if (isRight(value)) return value
    throw wrongType(place, expected, value)
  }
}

function advice(name, names) {
  const near = nearest(name, names)
  if (near !== undefined) return `did you mean "${near}"?`
  return `it can be ${names.map((known) => `"${known}"`).join(', ')}`
}

const isPresent = (value) => value !== undefined && value !== null

function wrongType(place, expected, value) {
  return invalid(`${place} must be ${expected}, not ${describe(value)}`, 'ERR_INVALID_ARG_TYPE')
}

function describe(value) {
  if (!isPresent(value)) return String(value)
  if (Array.isArray(value)) return 'an array'
  if (typeof value !== 'object') return `a ${typeof value}`
  const { name } = value.constructor ?? {}
  return name && name !== 'Object' ? `an instance of ${name}` : 'an object'
}

function invalid(message, code = 'ERR_INVALID_ARG_VALUE') {
  return Object.assign(new TypeError(message), { code })
}

module.exports = {
  reader,
  string,
  boolean,
  integer,
  milliseconds,
  callable,
  unsigned,
  abortSignal,
  path,
  isUrl,
  listOf,
  oneOf,
  record,
  required,
  mapOf,
  optional,
  instanceOf,
  handle,
  wrongType,
  invalid,
  plainObject,
}
