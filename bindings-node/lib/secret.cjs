'use strict'

const { inspect } = require('node:util')
const { NativeSecret } = require('../native.cjs')
const { handle } = require('./arguments.cjs')
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

module.exports = { SecretText }
