'use strict'

const native = require('../../native.cjs')
const read = require('../arguments.cjs')
const { options, plain, run } = require('../call.cjs')
const { unwrap } = require('../errors.cjs')
const { secret } = require('../secret.cjs')
const { freeze, hide, show } = require('../show.cjs')
const { fault, plainFault } = require('./fault.cjs')
const { NodeInfo, nodes, offsetBlock, takeBlock } = require('./nodes.cjs')

const startOptions = options({
  nodes,
  variables: read.mapOf(read.string),
  properties: read.mapOf(read.string),
  propagationDelay: read.milliseconds,
  tokenLife: read.milliseconds,
  offsetBlock,
})

class Emulator {
  #native

  constructor(handle) {
    this.#native = read.handle(handle, native.NativeEmulator, 'Emulator')
    Object.freeze(this)
  }

  static async start(settings) {
    const place = 'Emulator.start(options)'
    const { signal, offsetBlock: block, ...given } = startOptions(settings, place)
    const all = { nodes: [], ...given }
    const taken = takeBlock(block, `${place}.offsetBlock`)
    const call = (cancellation) => native.startEmulator(cancellation, all, taken)
    return new Emulator(await run(signal, call))
  }

  static explain(code) {
    return native.explainEmulator(read.string(code, 'Emulator.explain(code)'))
  }

  get caPem() {
    return this.#native.caPem
  }

  get echoUrl() {
    return this.#native.echoUrl
  }

  get faults() {
    return Object.freeze(this.#native.faults.map(plainFault))
  }

  async nodes(settings) {
    const found = await this.#call('nodes', [], settings)
    return Object.freeze(found.map((info) => new NodeInfo(info)))
  }

  async addUser(name, password, roles, settings) {
    const given = [
      read.string(name, 'emulator.addUser(name)'),
      secret(password, 'emulator.addUser(password)'),
      read.listOf(read.string)(roles, 'emulator.addUser(roles)'),
    ]
    await this.#call('addUser', given, settings)
  }

  async log(node, settings) {
    const given = [read.string(node, 'emulator.log(node)')]
    return freeze(await this.#call('log', given, settings))
  }

  async startNode(name, settings) {
    await this.#call('startNode', [read.string(name, 'emulator.startNode(name)')], settings)
  }

  async stopNode(name, settings) {
    await this.#call('stopNode', [read.string(name, 'emulator.stopNode(name)')], settings)
  }

  async requireApproval(workflow, settings) {
    const given = [read.string(workflow, 'emulator.requireApproval(workflow)')]
    await this.#call('requireApproval', given, settings)
  }

  async waiveApproval(workflow, settings) {
    const given = [read.string(workflow, 'emulator.waiveApproval(workflow)')]
    await this.#call('waiveApproval', given, settings)
  }

  async stop(settings) {
    await this.#call('stop', [], settings)
  }

  addFault(wanted) {
    const given = fault(wanted, 'emulator.addFault(fault)')
    unwrap(this.#native.addFault(given), Emulator.prototype.addFault)
  }

  clearFaults() {
    this.#native.clearFaults()
  }

  async #call(name, given, settings) {
    const { signal } = plain(settings, `emulator.${name}(options)`)
    return run(signal, (cancellation) => this.#native[name](cancellation, ...given))
  }
}

show(Emulator, ['echoUrl'])

// Node 20 has the symbol since 20.4 only.
if (Symbol.asyncDispose) {
  hide(Emulator.prototype, {
    [Symbol.asyncDispose]() {
      return this.stop()
    },
  })
}

module.exports = { Emulator }
