'use strict'

const read = require('../arguments.cjs')
const { Probe } = require('../client/wait.cjs')
const { Worded } = require('../worded.cjs')
const { LiveVerification, wantedProof } = require('./proof.cjs')

/** What can be said of an undeployment. */
const undeployReaders = { gone: read.milliseconds, othersServe: wantedProof }

class Undeployment extends Worded {
  constructor({ gone, others, ...fields }) {
    super({
      ...fields,
      gone: gone.map((probe) => new Probe(probe)),
      others: others && new LiveVerification(others),
    })
  }
}

module.exports = { Undeployment, undeployReaders }
