'use strict'

const { NativeOutcome } = require('../../native.cjs')
const read = require('../arguments.cjs')
const { OutcomeFormat } = require('../constants.cjs')
const { GatewrightError, unwrap } = require('../errors.cjs')
const { show } = require('../show.cjs')
const { Worded } = require('../worded.cjs')
const { Step } = require('./plan.cjs')

const formatOf = read.optional(read.oneOf(OutcomeFormat), OutcomeFormat.Text)

class ApiOutcome extends Worded {
  constructor({ done, failed, error, ...fields }) {
    super({
      ...fields,
      done: done.map((step) => new Step(step)),
      failed: failed && new Step(failed),
      error: error && new GatewrightError(error),
    })
  }
}

class Outcome {
  #native
  #apis
  #notRecorded
  #isOk
  #text

  constructor(handle) {
    this.#native = read.handle(handle, NativeOutcome, 'Outcome')
    this.#apis = Object.freeze(handle.apis.map((api) => new ApiOutcome(api)))
    this.#notRecorded = handle.notRecorded && new GatewrightError(handle.notRecorded)
    this.#isOk = handle.isOk
    this.#text = handle.text
  }

  get apis() {
    return this.#apis
  }

  get notRecorded() {
    return this.#notRecorded
  }

  get isOk() {
    return this.#isOk
  }

  toString() {
    return this.#text
  }

  format(format) {
    return this.#native.format(formatOf(format, 'outcome.format(format)'))
  }

  intoResult() {
    unwrap(this.#native.failure(), Outcome.prototype.intoResult)
    return this
  }
}

show(Outcome, ['isOk', 'apis', 'notRecorded'])

module.exports = { ApiOutcome, Outcome }
