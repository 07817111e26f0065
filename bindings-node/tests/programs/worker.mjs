// A thread of its own: what it does is told by its data.
import { parentPort, workerData } from 'node:worker_threads'
import { running } from './installation.mjs'

const installation = await running()
const controlPlane = await installation.connect()
const { length } = await controlPlane.environments()
if (workerData === 'walk') {
  await installation.emulator.stop()
  parentPort.postMessage(length)
} else {
  installation.emulator.addFault({ action: 'delay', delay: 60_000, path: '/settings' })
  controlPlane.environments()
  parentPort.postMessage(installation.url)
}
