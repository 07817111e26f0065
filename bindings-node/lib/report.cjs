'use strict'

const { NativeReport } = require('../native.cjs')
const { handle, oneOf } = require('./arguments.cjs')
const { Format, Severity } = require('./constants.cjs')
const { freeze, show } = require('./show.cjs')

const format = oneOf(Format)
const severity = oneOf(Severity)

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

class Report {
  #native
  #diagnostics

  constructor(native) {
    this.#native = handle(native, NativeReport, 'Report')
  }

  /** Made on first use: a check whose findings nobody reads costs nothing here. */
  get diagnostics() {
    this.#diagnostics ??= Object.freeze(
      this.#native.diagnostics.map((fields) => new Diagnostic(fields)),
    )
    return this.#diagnostics
  }

  get ok() {
    return this.#native.ok
  }

  get isEmpty() {
    return this.#native.isEmpty
  }

  get notCompared() {
    return freeze(this.#native.notCompared)
  }

  count(name) {
    return this.#native.count(severity(name, 'report.count(severity)'))
  }

  format(name) {
    return this.#native.format(format(name, 'report.format(name)'))
  }

  [Symbol.iterator]() {
    return this.diagnostics[Symbol.iterator]()
  }
}

show(Report, ['ok', 'diagnostics', 'notCompared'])

module.exports = { Report, Diagnostic }
