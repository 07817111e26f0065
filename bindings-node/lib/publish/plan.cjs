'use strict'

const { NativePlan } = require('../../native.cjs')
const read = require('../arguments.cjs')
const { show } = require('../show.cjs')
const { Worded } = require('../worded.cjs')

class Step extends Worded {}

let handleOf

class Plan {
  #native
  #steps

  constructor(handle) {
    this.#native = read.handle(handle, NativePlan, 'Plan')
    this.#steps = Object.freeze(handle.steps.map((fields) => new Step(fields)))
    Object.freeze(this)
  }

  static {
    handleOf = (plan) => plan.#native
  }

  get steps() {
    return this.#steps
  }

  get isEmpty() {
    return this.#native.isEmpty
  }

  toString() {
    return this.#native.text
  }

  [Symbol.iterator]() {
    return this.#steps[Symbol.iterator]()
  }
}

show(Plan, ['isEmpty', 'steps'])

const plan = (value, place) => handleOf(read.instanceOf(Plan)(value, place))

module.exports = { Plan, Step, plan }
