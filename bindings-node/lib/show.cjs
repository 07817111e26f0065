'use strict'

const { inspect } = require('node:util')

/**
 * Makes objects of a class show the attributes that are named or picked, and nothing else, in
 * `console.log` and in `JSON.stringify`. The rest (texts of files, secrets) shows nowhere.
 */
function show(type, attributes) {
  const pick =
    typeof attributes === 'function'
      ? attributes
      : (object) => Object.fromEntries(attributes.map((name) => [name, object[name]]))
  hide(type.prototype, {
    toJSON() {
      return pick(this)
    },
    [inspect.custom](depth, options) {
      if (depth < 0) return options.stylize(`[${type.name}]`, 'special')
      return `${type.name} ${inspect(pick(this), options)}`
    },
  })
}

/** Adds members to a prototype as the language does it: not enumerable. */
function hide(target, members) {
  for (const key of Reflect.ownKeys(members)) {
    Object.defineProperty(target, key, { value: members[key], writable: true, configurable: true })
  }
}

/** A value whose arrays and plain objects, at every depth, cannot be changed. */
function freeze(value) {
  const isPlain = Array.isArray(value) || Object.getPrototypeOf(value ?? 0) === Object.prototype
  if (!isPlain) return value
  for (const key in value) freeze(value[key])
  return Object.freeze(value)
}

module.exports = { show, hide, freeze }
