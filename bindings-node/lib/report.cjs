'use strict'

const { NativeReport } = require('../native.cjs')
const { handle, oneOf } = require('./arguments.cjs')
const { Fixes, Format, Severity } = require('./constants.cjs')
const { diagnostics } = require('./diagnostic.cjs')
const { FixedFiles } = require('./fix.cjs')
const { freeze, show } = require('./show.cjs')

const fixes = oneOf(Fixes)
const format = oneOf(Format)
const severity = oneOf(Severity)

class Report {
  #native
  #diagnostics

  constructor(native) {
    this.#native = handle(native, NativeReport, 'Report')
  }

  /** Made on first use: a check whose findings nobody reads costs nothing here. */
  get diagnostics() {
    this.#diagnostics ??= diagnostics(this.#native.diagnostics)
    return this.#diagnostics
  }

  get ok() {
    return this.#native.ok
  }

  get isEmpty() {
    return this.#native.isEmpty
  }

  get inferred() {
    return freeze(this.#native.inferred)
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

  fix(name) {
    return new FixedFiles(this.#native.fix(fixes(name, 'report.fix(fixes)')))
  }

  [Symbol.iterator]() {
    return this.diagnostics[Symbol.iterator]()
  }
}

show(Report, ['ok', 'diagnostics', 'inferred', 'notCompared'])

module.exports = { Report }
