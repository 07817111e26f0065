'use strict'

const { LastEvent, NativeListener } = require('../../native.cjs')
const read = require('../arguments.cjs')
const { Worded } = require('../worded.cjs')
const { Step } = require('./plan.cjs')

class Event extends Worded {
  constructor({ step, ...fields }) {
    super({ ...fields, step: step && new Step(step) })
  }
}

class EventCallbackError extends Error {
  constructor(outcome, cause) {
    super('the function given as onEvent failed; see the cause, and what was done in `outcome`', {
      cause,
    })
    this.outcome = outcome
  }
}

Object.defineProperty(EventCallbackError.prototype, 'name', { value: 'EventCallbackError' })

/** A function of the user's that is told of events, until it fails. */
class Listener {
  #function
  #failure
  #pending = new Set()
  #isOver = false

  constructor(told) {
    this.#function = told
    this.native = told && new NativeListener((event) => this.#hear(event))
  }

  /** The last one is heard once everything is that the function does later. */
  #hear(event) {
    if (event instanceof LastEvent) {
      Promise.all(this.#pending).then(() => event.fill())
    } else if (this.#failure === undefined && !this.#isOver) {
      const told = this.#tell(event).finally(() => this.#pending.delete(told))
      this.#pending.add(told)
    }
  }

  async #tell(event) {
    try {
      await this.#function(new Event(event))
    } catch (error) {
      this.#failure ??= { error }
    }
  }

  /** What the work gives, unless the function failed. */
  async beside(work) {
    try {
      const outcome = await work
      if (this.#failure) throw new EventCallbackError(outcome, this.#failure.error)
      return outcome
    } catch (error) {
      // Nobody else would say it.
      if (this.#failure && !(error instanceof EventCallbackError)) {
        const { error: cause } = this.#failure
        process.emitWarning(`the function given as onEvent failed: ${cause?.message ?? cause}`)
      }
      throw error
    } finally {
      // What is still in the queue of a call that was cancelled nobody waits for.
      this.#isOver = true
    }
  }
}

const applyOptions = {
  stopOnFailure: read.boolean,
  onEvent: read.callable,
  journal: read.path,
  auditLog: read.path,
}

module.exports = { Event, EventCallbackError, Listener, applyOptions }
