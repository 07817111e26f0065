// Ends with a logger, a connection, and functions that give its credentials and headers.
import { ControlPlane, Credentials, setLogger } from 'gatewright'
import { running } from './installation.mjs'

let isTold = false
setLogger(() => (isTold = true), 'debug')
const installation = await running()
const credentials = Credentials.callback(async () => Credentials.password('admin', 'admin'))
const controlPlane = await ControlPlane.connect(installation.url, credentials, {
  caCertificates: installation.emulator.caPem,
  headers: () => ({ 'X-Ticket': 'CHG-1' }),
})
await controlPlane.environments()
setImmediate(() => console.log(isTold))
