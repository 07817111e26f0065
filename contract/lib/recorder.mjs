// The recorder: a plain HTTP server on loopback before an emulator's control plane. What is below a document's base path
// goes through that document's validator, the rest is passed on and written down.

import http from 'node:http'
import https from 'node:https'

/** Headers of one hop. */
const HOP = [
  'connection',
  'keep-alive',
  'transfer-encoding',
  'te',
  'trailer',
  'upgrade',
  'proxy-connection',
]

export class Recorder {
  /** In front of `url`, whose certificate `ca` signed. */
  constructor(url, ca, validators) {
    this.upstream = new URL(url)
    this.agent = new https.Agent({ ca, keepAlive: true })
    this.validators = validators
    /** Every exchange, in the order of their ends. */
    this.exchanges = []
    /** Who sends at the moment. */
    this.phase = 'client'
    this.server = http.createServer((request, reply) => {
      this.#serve(request, reply).catch((error) => {
        this.exchanges.push({
          phase: this.phase,
          line: `${request.method} ${request.url}`,
          failure: String(error),
        })
        reply.writeHead(502).end(String(error))
      })
    })
  }

  async start() {
    await new Promise((resolve) => this.server.listen(0, '127.0.0.1', resolve))
    return `http://127.0.0.1:${this.server.address().port}`
  }

  async stop() {
    this.agent.destroy()
    this.server.closeAllConnections()
    await new Promise((resolve) => this.server.close(resolve))
  }

  async #serve(incoming, reply) {
    const phase = this.phase
    const body = await bytes(incoming)
    const request = {
      method: incoming.method,
      target: incoming.url,
      headers: incoming.headers,
      body,
    }
    let answer
    const forward = async () => (answer = await this.#forward(request))
    const path = request.target.split('?')[0]
    const below = ({ document: { base } }) => path === base || path.startsWith(`${base}/`)
    const validator = this.validators.find(below)
    // The harness itself looks things up; what it looks up others ask too.
    if (request.headers['x-gatewright-contract'] === 'aside') {
      const { status, raw, body } = await this.#forward(request)
      return reply.writeHead(status, raw).end(body)
    }
    const exchange = { phase, line: `${request.method} ${path}`, validator }
    if (validator) Object.assign(exchange, await validator.pass(request, forward))
    else await forward()
    exchange.status = answer.status
    this.exchanges.push(exchange)
    reply.writeHead(answer.status, answer.raw).end(answer.body)
  }

  #forward({ method, target, headers, body }) {
    const sent = Object.fromEntries(Object.entries(headers).filter(([name]) => !HOP.includes(name)))
    const { hostname, port } = this.upstream
    sent.host = this.upstream.host
    const options = { hostname, port, method, path: target, headers: sent, agent: this.agent }
    return new Promise((resolve, reject) => {
      const outgoing = https.request(options, async (incoming) => {
        try {
          const answered = await bytes(incoming)
          const raw = pairs(incoming.rawHeaders).filter(
            ([name]) => !HOP.includes(name.toLowerCase()),
          )
          resolve({
            status: incoming.statusCode,
            headers: incoming.headers,
            raw: raw.flat(),
            body: answered,
          })
        } catch (error) {
          reject(error)
        }
      })
      outgoing.on('error', reject).end(body)
    })
  }
}

function pairs(flat) {
  return flat.flatMap((_, at) => (at % 2 === 0 ? [[flat[at], flat[at + 1]]] : []))
}

async function bytes(stream) {
  const chunks = []
  for await (const chunk of stream) chunks.push(chunk)
  return Buffer.concat(chunks)
}
