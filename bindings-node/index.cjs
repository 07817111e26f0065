'use strict'

const { threeNodes, version } = require('./native.cjs')
const { check, explain, rules } = require('./lib/check.cjs')
const constants = require('./lib/constants.cjs')
const { GatewrightError } = require('./lib/errors.cjs')
const { Ports } = require('./lib/ports.cjs')
const { RenderedFile, RenderedFiles, revert } = require('./lib/render.cjs')
const { Diagnostic, Report } = require('./lib/report.cjs')
const { SecretText } = require('./lib/secret.cjs')
const { Topology } = require('./lib/topology.cjs')

module.exports = {
  ...constants,
  check,
  Diagnostic,
  examples: Object.freeze({ THREE_NODES: threeNodes() }),
  explain,
  GatewrightError,
  Ports,
  RenderedFile,
  RenderedFiles,
  Report,
  revert,
  rules,
  SecretText,
  Topology,
  version,
}
