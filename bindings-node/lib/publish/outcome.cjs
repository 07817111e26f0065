'use strict'

const { NativeOutcome } = require('../../native.cjs')
const read = require('../arguments.cjs')
const { GatewrightError, unwrap } = require('../errors.cjs')
const { freeze, show } = require('../show.cjs')
const { Step } = require('./plan.cjs')

class Outcome {
  #native
  #apis
  #isOk
  #text
  #failure

  constructor(handle) {
    this.#native = read.handle(handle, NativeOutcome, 'Outcome')
    this.#apis = freeze(handle.apis.map(apiOutcome))
    this.#isOk = handle.isOk
    this.#text = handle.text
  }

  get apis() {
    return this.#apis
  }

  get isOk() {
    return this.#isOk
  }

  toString() {
    return this.#text
  }

  /** The addon gives its error away once; here it can be asked for again. */
  intoResult() {
    this.#failure ??= this.#native.takeFailure() ?? this
    if (this.#failure !== this) unwrap(this.#failure, Outcome.prototype.intoResult)
    return this
  }
}

show(Outcome, ['isOk', 'apis'])

function apiOutcome({ done, error, ...fields }) {
  return {
    ...fields,
    done: done.map((step) => new Step(step)),
    error: error && new GatewrightError(error),
  }
}

module.exports = { Outcome }
