'use strict'

const read = require('../arguments.cjs')
const { apiDocument } = require('../client/api_document.cjs')
const { Worded } = require('../worded.cjs')

/** What a rollback can go back to. */
const rollbackReaders = {
  revision: read.unsigned(32),
  api: apiDocument,
  definition: read.string,
}

/** The same as the addon takes it: one of them, or nothing. */
function rollbackTarget({ revision, api, definition }, place) {
  if (revision !== undefined && api) throw read.invalid(`${place} has a revision and an api`)
  if (definition !== undefined && !api) throw read.invalid(`${place} has a definition and no api`)
  return [revision, api, definition]
}

class RolledBackEnvironment extends Worded {}

class RolledBack extends Worded {
  constructor({ environments, ...fields }) {
    super({ ...fields, environments: environments.map((done) => new RolledBackEnvironment(done)) })
  }
}

module.exports = { RolledBack, RolledBackEnvironment, rollbackReaders, rollbackTarget }
