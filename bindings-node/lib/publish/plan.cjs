'use strict'

const { NativePlan } = require('../../native.cjs')
const read = require('../arguments.cjs')
const { PlanFormat } = require('../constants.cjs')
const { GatewrightError } = require('../errors.cjs')
const { freeze, show } = require('../show.cjs')
const { Worded } = require('../worded.cjs')

class Step extends Worded {}

const formatOf = read.optional(read.oneOf(PlanFormat), PlanFormat.Text)

const apiPlan = ({ steps, error, ...fields }) => ({
  ...fields,
  steps: steps.map((step) => new Step(step)),
  error: error && new GatewrightError(error),
})

let handleOf

class Plan {
  #native
  #apis
  #steps

  constructor(handle) {
    this.#native = read.handle(handle, NativePlan, 'Plan')
    this.#apis = freeze(handle.apis.map(apiPlan))
    this.#steps = Object.freeze(handle.steps.map((fields) => new Step(fields)))
    Object.freeze(this)
  }

  static {
    handleOf = (plan) => plan.#native
  }

  get apis() {
    return this.#apis
  }

  get verdict() {
    return this.#native.verdict
  }

  get steps() {
    return this.#steps
  }

  get isEmpty() {
    return this.#native.isEmpty
  }

  format(format) {
    return this.#native.format(formatOf(format, 'plan.format(format)'))
  }

  save() {
    return this.#native.save()
  }

  toString() {
    return this.#native.text
  }

  [Symbol.iterator]() {
    return this.#steps[Symbol.iterator]()
  }
}

show(Plan, ['verdict', 'apis'])

const plan = (value, place) => handleOf(read.instanceOf(Plan)(value, place))

module.exports = { Plan, Step, plan }
