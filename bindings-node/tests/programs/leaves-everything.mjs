// Ends without stopping the emulator, with a connection and its tokens: nothing of it keeps Node.
import { running } from './installation.mjs'

const installation = await running()
const controlPlane = await installation.connect()
console.log((await controlPlane.environments()).length)
