'use strict'

const { freeze } = require('./show.cjs')

/** Plain data that cannot be changed, and that the core has put in words. */
class Worded {
  #text

  constructor({ text, ...fields }) {
    this.#text = text
    Object.assign(this, freeze(fields))
    Object.freeze(this)
  }

  toString() {
    return this.#text
  }
}

module.exports = { Worded }
