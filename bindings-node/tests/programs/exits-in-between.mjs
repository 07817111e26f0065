// Is ended by the program itself while calls wait.
import { running } from './installation.mjs'

const installation = await running()
const controlPlane = await installation.connect()
installation.emulator.addFault({ action: 'delay', delay: 60_000, path: '/settings' })
for (let call = 0; call < 8; call += 1) controlPlane.environments()
setTimeout(() => process.exit(7), 50)
