'use strict'

const native = require('../../native.cjs')
const read = require('../arguments.cjs')
const { plain, run } = require('../call.cjs')
const { show } = require('../show.cjs')

/** Which packs and releases there are, the emulator says. */
const fields = {
  home: read.path,
  text: read.string,
  name: read.string,
  release: read.string,
  releaseIfUnknown: read.string,
  pack: read.string,
}

class EmulatorNode {
  /** The text is a whole file, so it does not show. */
  #text

  constructor(options) {
    const { text, ...given } = oneNode(options, 'new EmulatorNode(options)')
    this.#text = text
    Object.assign(this, given)
    Object.freeze(this)
  }

  get text() {
    return this.#text
  }
}

show(EmulatorNode, (node) => ({ ...node }))

/** Either a home, or a text and a name. */
function oneNode(value, place) {
  const whole = value instanceof EmulatorNode ? { ...value, text: value.text } : value
  const node = read.record(fields)(whole, place)
  if ((node.home === undefined) === (node.text === undefined)) {
    throw read.invalid(`${place} must have a home or a text, and not both`)
  }
  if (node.text !== undefined) read.string(node.name, `${place}.name`)
  return node
}

let handleOf

class OffsetBlock {
  #native
  #isTaken = false

  constructor(handle) {
    this.#native = read.handle(handle, native.NativeOffsetBlock, 'OffsetBlock')
    Object.freeze(this)
  }

  static {
    handleOf = (block, place) => {
      if (block.#isTaken) throw read.invalid(`${place} was given to another emulator already`)
      block.#isTaken = true
      return block.#native
    }
  }

  get base() {
    return this.#native.base
  }
}

show(OffsetBlock, ['base'])

async function freeOffsetBlock(count, options) {
  const nodes = read.unsigned(16)(count, 'freeOffsetBlock(count)')
  const { signal } = plain(options, 'freeOffsetBlock(options)')
  return new OffsetBlock(await run(signal, (cancel) => native.freeOffsets(cancel, nodes)))
}

class NodeInfo {
  #native

  constructor(handle) {
    this.#native = read.handle(handle, native.NativeNodeInfo, 'NodeInfo')
    this.name = handle.name
    this.release = handle.release
    this.pack = handle.pack
    this.offset = handle.offset
    this.running = handle.running
    Object.freeze(this)
  }

  port(base) {
    return this.#native.port(read.unsigned(16)(base, 'node.port(base)'))
  }
}

const nodes = read.listOf(oneNode)
const offsetBlock = (value, place) => read.instanceOf(OffsetBlock)(value, place)
const takeBlock = (block, place) => block && handleOf(block, place)

module.exports = {
  EmulatorNode,
  NodeInfo,
  OffsetBlock,
  freeOffsetBlock,
  nodes,
  offsetBlock,
  takeBlock,
}
