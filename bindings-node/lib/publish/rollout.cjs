'use strict'

const { NativeCheck } = require('../../native.cjs')
const read = require('../arguments.cjs')
const { asked } = require('../callback.cjs')
const { GatewrightError } = require('../errors.cjs')
const { freeze } = require('../show.cjs')
const { Worded } = require('../worded.cjs')
const { Outcome } = require('./outcome.cjs')
const { nativeProof, wantedProof } = require('./proof.cjs')
const { publication } = require('./publication.cjs')

const options = {
  waves: read.listOf(read.listOf(read.string)),
  rest: read.boolean,
  proof: wantedProof,
  check: read.callable,
  rollBackOnFailure: read.boolean,
}

const publications = read.listOf(publication)

class Rollout {
  constructor(wanted, settings) {
    this.publications = freeze(publications(wanted, 'new Rollout(publications)'))
    const given = read.optional(read.record(options), {})(settings, 'new Rollout(options)')
    Object.assign(this, freeze(given))
    Object.freeze(this)
  }
}

/** A roll-out as the addon takes it, of our class or a plain object with the same fields; and its check. */
function rollout(value, place) {
  const fields = value instanceof Rollout ? { ...value } : value
  const found = read.record({ publications, ...options })(fields, place)
  const { publications: wanted, check, proof, ...given } = found
  if (wanted === undefined) publications(wanted, `${place}.publications`)
  const native = { waves: [], ...given, publications: wanted, proof: nativeProof(proof) }
  return [native, check && nativeCheck(check)]
}

const nativeCheck = (check) =>
  new NativeCheck(asked(check, opened, (reply) => [Object.freeze(reply.environments)]))

function opened(given) {
  if (given === false) throw new Error('the check returned false')
}

class GateFailure extends Worded {}

class ApiRollback extends Worded {
  constructor({ error, ...fields }) {
    super({ ...fields, error: error && new GatewrightError(error) })
  }
}

class RolloutOutcome extends Worded {
  constructor({ waves, rolledBack, notRecorded, ...fields }) {
    super({
      ...fields,
      waves: waves.map(waveOutcome),
      rolledBack: rolledBack.map((api) => new ApiRollback(api)),
      notRecorded: notRecorded && new GatewrightError(notRecorded),
    })
  }
}

const waveOutcome = ({ outcome, failures, ...fields }) => ({
  ...fields,
  outcome: new Outcome(outcome),
  failures: failures.map((failure) => new GateFailure(failure)),
})

module.exports = { ApiRollback, GateFailure, Rollout, RolloutOutcome, rollout }
