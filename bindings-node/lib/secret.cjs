'use strict'

const { inspect } = require('node:util')
const { NativeSecret } = require('../native.cjs')
const { handle, wrongType } = require('./arguments.cjs')
const { hide } = require('./show.cjs')

class SecretText {
  #native

  constructor(native) {
    this.#native = handle(native, NativeSecret, 'SecretText')
    Object.freeze(this)
  }

  expose() {
    return this.#native.expose()
  }

  toString() {
    return this.#native.shown
  }

  toJSON() {
    return this.#native.shown
  }
}

hide(SecretText.prototype, {
  [inspect.custom]() {
    return this.toString()
  },
})

/** A secret as the addon takes it: a string, or one that was got from it. */
function secret(value, place) {
  if (value instanceof SecretText) return value.expose()
  if (typeof value === 'string') return value
  throw wrongType(place, 'a string or a SecretText', value)
}

module.exports = { SecretText, secret }
