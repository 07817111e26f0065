'use strict'

const { EmulatorPack, FaultAction } = require('./lib/emulator/constants.cjs')
const { Emulator } = require('./lib/emulator/emulator.cjs')
const { Fault } = require('./lib/emulator/fault.cjs')
const { EmulatorNode, NodeInfo, OffsetBlock, freeOffsetBlock } = require('./lib/emulator/nodes.cjs')

module.exports = {
  Emulator,
  EmulatorNode,
  EmulatorPack,
  Fault,
  FaultAction,
  freeOffsetBlock,
  NodeInfo,
  OffsetBlock,
}
