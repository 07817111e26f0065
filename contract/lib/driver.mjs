// The program with the emulator and the client: `gatewright-contract-driver`, spoken to in lines of JSON.

import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'

export class Driver {
  constructor(program, release) {
    this.process = spawn(program, [release], { stdio: ['pipe', 'pipe', 'inherit'] })
    this.ended = new Promise((resolve) => this.process.once('close', resolve))
    this.failedToStart = new Promise((_, reject) => this.process.once('error', reject))
    this.failedToStart.catch(() => {})
    this.lines = createInterface({ input: this.process.stdout })[Symbol.asyncIterator]()
  }

  /** The next thing it says. */
  async hear() {
    const { value, done } = await Promise.race([this.lines.next(), this.failedToStart])
    if (done) throw new Error('the driver ended without a word')
    const said = JSON.parse(value)
    if (said.failed) throw new Error(said.failed)
    return said
  }

  say(what) {
    this.process.stdin.write(`${JSON.stringify(what)}\n`)
  }

  async stop() {
    this.process.stdin.end()
    await this.ended
  }
}
