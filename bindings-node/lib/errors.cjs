'use strict'

const { Failure } = require('../native.cjs')
const { handle } = require('./arguments.cjs')
const { Report } = require('./report.cjs')
const { freeze, hide } = require('./show.cjs')

class GatewrightError extends Error {
  #report

  constructor(failure) {
    super(handle(failure, Failure, 'GatewrightError').message)
    this.kind = failure.kind
    this.code = failure.code
    this.operation = localName(failure.operation)
    this.context = freeze(Object.fromEntries(failure.context))
    this.retry = failure.retry
    const cause = chain(failure.causes)
    if (cause) hide(this, { cause })
    this.#report = failure.report && new Report(failure.report)
  }

  get report() {
    return this.#report
  }

  get diagnostics() {
    return this.#report?.diagnostics ?? NONE
  }
}

hide(GatewrightError.prototype, { name: 'GatewrightError' })

const NONE = Object.freeze([])

/** The causes as errors, each the cause of the one before it. */
function chain(messages) {
  return messages.reduceRight(
    (cause, message) => (cause ? new Error(message, { cause }) : new Error(message)),
    undefined,
  )
}

/** Rust's name of a function as it is called here. */
function localName(name) {
  if (name === 'from_json') return 'fromObject'
  return name.replace(/_(\w)/g, (_, letter) => letter.toUpperCase())
}

/**
 * The value of an answer of the addon, or the error thrown. The stack begins where `caller`, the
 * public function, was called; it is left out where the answer came later.
 */
function unwrap(answer, caller = unwrap) {
  if (!(answer instanceof Failure)) return answer
  const error = new GatewrightError(answer)
  Error.captureStackTrace(error, caller)
  throw error
}

module.exports = { GatewrightError, localName, unwrap }
