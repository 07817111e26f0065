'use strict'

const read = require('../arguments.cjs')
const { secret } = require('../secret.cjs')
const { freeze } = require('../show.cjs')
const { Topology, topology } = require('../topology.cjs')
const { Worded } = require('../worded.cjs')
const { Verification } = require('./verification.cjs')

/** A user and a password, which does not print. */
class NodeAccount {
  #password

  constructor({ user, password }) {
    this.user = user
    this.#password = password
    Object.freeze(this)
  }

  static native(account) {
    return { user: account.user, password: account.#password }
  }
}

const accountFields = read.required({ user: read.string, password: secret })

const account = (value, place) =>
  value instanceof NodeAccount ? value : new NodeAccount(accountFields(value, place))

const nodeAddress = {
  environment: read.string,
  gatewayUrl: read.string,
  name: read.string,
  managementUrl: read.string,
}

function node(value, place) {
  const found = read.record(nodeAddress)(value, place)
  read.string(found.environment, `${place}.environment`)
  read.string(found.gatewayUrl, `${place}.gatewayUrl`)
  return found
}

/** What can be said of proof that is wanted. */
const proofReaders = {
  acknowledged: read.boolean,
  probed: read.boolean,
  nodes: read.listOf(node),
  topology: read.instanceOf(Topology),
  nodeAccount: account,
  timeout: read.milliseconds,
  pollInterval: read.milliseconds,
}

const fields = read.record(proofReaders)

/** The proof that somebody wants, so that it can be kept and shown. */
const wantedProof = (value, place) => freeze(fields(value, place))

/** What was read of it, as the addon takes it. */
const nativeProof = (found) =>
  found && {
    ...found,
    topology: found.topology && topology(found.topology),
    nodeAccount: found.nodeAccount && NodeAccount.native(found.nodeAccount),
  }

class Evidence extends Worded {
  constructor({ proof, ...rest }) {
    super({ ...rest, proof: new Proof(proof) })
  }
}

class Proof extends Worded {}

class LiveVerification extends Worded {
  constructor({ verification, evidence, ...rest }) {
    super({
      ...rest,
      verification: new Verification(verification),
      evidence: evidence.map((one) => new Evidence(one)),
    })
  }
}

module.exports = { Evidence, LiveVerification, Proof, nativeProof, proofReaders, wantedProof }
