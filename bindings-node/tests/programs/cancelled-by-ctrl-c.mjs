// Takes Ctrl-C as a signal for its calls, tells what became of them, and ends by itself.
import { running } from './installation.mjs'

const controller = new AbortController()
process.once('SIGINT', () => controller.abort())
const installation = await running()
const controlPlane = await installation.connect()
installation.emulator.addFault({ action: 'delay', delay: 60_000, path: '/settings' })
const call = controlPlane.environments({ signal: controller.signal })
console.log('waiting')
await call.catch(({ kind }) => console.log(kind))
await installation.emulator.stop()
