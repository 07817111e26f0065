'use strict'

const read = require('../arguments.cjs')

const target = read.record({
  environment: read.string,
  virtualHost: read.string,
  hidden: read.boolean,
})

/** A name, or an object with more about the environment. */
function deploymentTarget(value, place) {
  if (typeof value === 'string') return { environment: value }
  const found = target(value, place)
  read.string(found.environment, `${place}.environment`)
  return found
}

const fields = read.record({
  environment: read.string,
  virtualHost: read.string,
  revisionId: read.string,
  displayOnDevportal: read.boolean,
  status: read.string,
  isApproved: read.boolean,
  liveGatewayCount: read.integer,
  deployedGatewayCount: read.integer,
  failedGatewayCount: read.integer,
})

/** What of a deployment need not be known. */
const NOTHING = {
  revisionId: null,
  displayOnDevportal: null,
  status: null,
  isApproved: null,
  liveGatewayCount: null,
  deployedGatewayCount: null,
  failedGatewayCount: null,
}

/** A deployment as it was read, or changed since. */
function deployment(value, place) {
  const found = fields(value, place)
  read.string(found.environment, `${place}.environment`)
  read.string(found.virtualHost, `${place}.virtualHost`)
  return { ...NOTHING, ...found }
}

module.exports = { deployment, deploymentTargets: read.listOf(deploymentTarget) }
