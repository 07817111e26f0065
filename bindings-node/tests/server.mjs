// A server of a few lines, for what the emulator does not do: it says what it got, and can stop at any stage.
import { once } from 'node:events'
import { createServer } from 'node:net'

/** An HTTP answer with a JSON body. */
export const json = (value, status = '200 OK') => {
  const body = JSON.stringify(value)
  const length = Buffer.byteLength(body)
  return `HTTP/1.1 ${status}\r\nContent-Type: application/json\r\nContent-Length: ${length}\r\n\r\n${body}`
}

/** A list of APIs, of which there are none. */
export const NO_APIS = json({ count: 0, list: [], pagination: { total: 0, offset: 0, limit: 25 } })

export class Server {
  /** The requests so far: their first line and headers as they came. */
  requests = []
  #sockets = new Set()
  #waiting = []

  /** `answer` gets a request's head and its socket, and writes what it likes. */
  constructor(answer) {
    this.server = createServer((socket) => {
      this.#sockets.add(socket)
      socket.once('close', () => {
        this.#sockets.delete(socket)
        this.#waiting.splice(0).forEach((resolve) => resolve())
      })
      socket.on('error', () => undefined)
      let read = ''
      socket.on('data', (data) => {
        read += data.toString('latin1')
        while (read.includes('\r\n\r\n')) {
          const [head] = read.split('\r\n\r\n', 1)
          const length = Number(/^content-length: (\d+)/im.exec(head)?.[1] ?? 0)
          if (read.length < head.length + 4 + length) return
          read = read.slice(head.length + 4 + length)
          this.requests.push(head)
          answer(head, socket)
        }
      })
    })
  }

  static async start(test, answer) {
    const started = new Server(answer)
    started.server.listen(0, '127.0.0.1')
    await once(started.server, 'listening')
    test.after(() => started.stop())
    return started
  }

  get url() {
    return `http://127.0.0.1:${this.server.address().port}`
  }

  /** How many connections are open. */
  get open() {
    return this.#sockets.size
  }

  /** Waits until no connection is open any more. */
  async idle() {
    while (this.open > 0) await new Promise((resolve) => this.#waiting.push(resolve))
  }

  stop() {
    for (const socket of this.#sockets) socket.destroy()
    this.server.close()
  }
}

/** The value of a header of a request. */
export const header = (head, name) =>
  new RegExp(`^${name}: (.*)$`, 'im').exec(head)?.[1].replace('\r', '')
