'use strict'

const read = require('../arguments.cjs')
const { GatewrightError } = require('../errors.cjs')
const { Worded } = require('../worded.cjs')
const { wantedProof } = require('./proof.cjs')
const { oneTarget } = require('./publication.cjs')

/** What can be said of a retirement. */
const retireReaders = { replacement: oneTarget, proof: wantedProof, keepGoing: read.boolean }

class RetiredApi extends Worded {
  constructor({ error, ...fields }) {
    super({ ...fields, error: error && new GatewrightError(error) })
  }
}

class Retirement extends Worded {
  constructor({ apis, ...fields }) {
    super({ ...fields, apis: apis.map((api) => new RetiredApi(api)) })
  }
}

module.exports = { RetiredApi, Retirement, retireReaders }
