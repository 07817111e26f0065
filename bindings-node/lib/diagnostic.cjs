'use strict'

const { freeze } = require('./show.cjs')

class Diagnostic {
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

/** Findings of the addon's, as the package gives them. */
const diagnostics = (found) => Object.freeze(found.map((fields) => new Diagnostic(fields)))

module.exports = { Diagnostic, diagnostics }
