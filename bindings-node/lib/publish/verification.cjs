'use strict'

const { Worded } = require('../worded.cjs')

class EnvironmentState extends Worded {}

class Verification extends Worded {
  constructor({ environments, ...fields }) {
    super({ ...fields, environments: environments.map((state) => new EnvironmentState(state)) })
  }
}

module.exports = { EnvironmentState, Verification }
