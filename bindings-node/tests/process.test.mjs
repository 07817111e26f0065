// What the package does to the process that loads it: threads, exit, worker threads, ports.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { connect } from 'node:net'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import { ErrorKind } from 'gatewright'
import { Emulator } from 'gatewright/emulator'
import { nodesOf, started } from './installation.mjs'
import { rejected } from './support.mjs'

const path = (name) => fileURLToPath(new URL(`./programs/${name}.mjs`, import.meta.url))

/** A program that was started; one that does not end by itself is killed, and has a signal then. */
function program(name) {
  const child = spawn(process.execPath, [path(name)], { timeout: 60_000, killSignal: 'SIGKILL' })
  const output = { stdout: '', stderr: '' }
  for (const stream of ['stdout', 'stderr']) {
    child[stream].setEncoding('utf8').on('data', (text) => (output[stream] += text))
  }
  const ended = once(child, 'close').then(([code, signal]) => ({ ...output, code, signal }))
  return { child, ended }
}

const run = (name) => program(name).ended

test('a program ends by itself, whatever it leaves running', async () => {
  assert.deepEqual(await run('leaves-everything'), ended('2\n'))
})

test('a call that waits keeps the program', async () => {
  assert.deepEqual(await run('waits-for-an-answer'), ended('2\n'))
})

test('a program can end while calls wait', async () => {
  assert.deepEqual(await run('exits-in-between'), { ...ended(''), code: 7 })
})

test('Ctrl-C can cancel what waits', { skip: process.platform === 'win32' }, async () => {
  const { child, ended: end } = program('cancelled-by-ctrl-c')
  child.stdout.once('data', () => child.kill('SIGINT'))
  assert.deepEqual(await end, ended('waiting\nCancelled\n'))
})

test('threads are made by the first call', { skip: process.platform !== 'linux' }, async () => {
  assert.deepEqual(await run('threads'), ended('0\n2\n'))
})

const ended = (stdout) => ({ stdout, stderr: '', code: 0, signal: null })

test('worker threads and the main thread work at the same time', async (t) => {
  const installation = await started(t)
  const controlPlane = await installation.connect()
  const workers = ['walk', 'walk'].map((workerData) => new Worker(path('worker'), { workerData }))
  const answers = workers.map((worker) => once(worker, 'message'))
  assert.equal((await controlPlane.environments()).length, 2)
  assert.deepEqual(await Promise.all(answers), [[2], [2]])
  await Promise.all(workers.map((worker) => worker.terminate()))
  assert.equal((await controlPlane.environments()).length, 2)
})

test('a thread that is ended takes its calls and its emulator along', async (t) => {
  const worker = new Worker(path('worker'), { workerData: 'wait' })
  const [url] = await once(worker, 'message')
  const { port } = new URL(url)
  assert.equal(await isOpen(port), true)
  await worker.terminate()
  while (await isOpen(port)) await new Promise((resolve) => setTimeout(resolve, 20))
  const installation = await started(t)
  assert.equal((await (await installation.connect()).environments()).length, 2)
})

test('32 calls at once', async (t) => {
  const installation = await started(t)
  const controlPlane = await installation.connect()
  const calls = Array.from({ length: 32 }, () => controlPlane.environments())
  for (const found of await Promise.all(calls)) assert.equal(found.length, 2)
})

test('a stopped emulator leaves no port', async (t) => {
  const installation = await started(t)
  const ports = (await installation.emulator.nodes()).map((node) => node.port(9443))
  for (const port of ports) assert.equal(await isOpen(port), true)
  await installation.emulator.stop()
  for (const port of ports) assert.equal(await isOpen(port), false)
  const again = await Emulator.start({ nodes: nodesOf(installation.topology) })
  assert.deepEqual(
    (await again.nodes()).map(({ running }) => running),
    [true, true, true],
  )
  await again.stop()
})

test('a port that is taken is named, and by whom', async (t) => {
  const installation = await started(t)
  const nodes = nodesOf(installation.topology)
  const error = await rejected(Emulator.start({ nodes }))
  assert.equal(error.kind, ErrorKind.Conflict)
  assert.equal(error.code, 'port-taken')
  assert.equal(error.operation, 'start')
  const port = installation.topology.controlPlane.ports.get('servlet-https')
  assert.match(error.message, new RegExp(`'control-plane'.* ${port} `))
  assert.match(error.message, new RegExp(`process ${process.pid}`))
})

test('an emulator can stand in an `await using`', async (t) => {
  const installation = await started(t)
  if (!Symbol.asyncDispose) return t.skip('this Node has no Symbol.asyncDispose')
  const [first] = await installation.emulator.nodes()
  await installation.emulator[Symbol.asyncDispose]()
  assert.equal(await isOpen(first.port(9443)), false)
})

/** Whether somebody listens on a port of this computer. */
function isOpen(port) {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
    socket.once('connect', () => socket.destroy())
  })
}
