// As in index.mjs: one implementation for both module systems.
import { createRequire } from 'node:module'

export const {
  Emulator,
  EmulatorNode,
  EmulatorPack,
  Fault,
  FaultAction,
  freeOffsetBlock,
  NodeInfo,
  OffsetBlock,
} = createRequire(import.meta.url)('./emulator.cjs')
