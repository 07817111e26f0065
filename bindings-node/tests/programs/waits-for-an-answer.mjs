// Has nothing but a call whose answer comes late: that keeps Node.
import { running } from './installation.mjs'

const installation = await running()
const controlPlane = await installation.connect()
installation.emulator.addFault({ action: 'delay', delay: 300, path: '/settings' })
controlPlane.environments().then((found) => console.log(found.length))
