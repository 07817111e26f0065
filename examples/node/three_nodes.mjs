/**
 * The original procedure's three nodes: a control plane and two gateways on one computer.
 *
 * Each node's home gets the file that API-M ships, cut short. Then: load the topology, check,
 * render, show the diffs, write, check what was written, and take it all back.
 */

import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { Topology, check, revert } from 'gatewright'

// One file says which nodes there are and which gateway environments they serve. Ports follow from
// the offsets, and every link between the nodes from hosts and ports.
const TOPOLOGY = `
release = "4.7"

[[node]]
name = "control-plane"
roles = ["control-plane"]
host = "localhost"
home = '{homes}/control-plane'

[[node]]
name = "gateway-1"
roles = ["gateway"]
host = "localhost"
offset = 1
home = '{homes}/gateway-1'

[[node]]
name = "gateway-2"
roles = ["gateway"]
host = "localhost"
offset = 2
home = '{homes}/gateway-2'

[[environment]]
name = "Production Gateway"
type = "production"
gateways = ["gateway-1"]
description = "Production Gateway Environment"

[[environment]]
name = "Production and Sandbox"
type = "hybrid"
gateways = ["gateway-2"]
description = "Hybrid Gateway Environment"
`

// What a freshly unpacked node says: no offset, and one active environment.
const SHIPPED = `[server]
hostname = "localhost"
#offset=0
server_role = "default"

[super_admin]
username = "admin"
password = "admin"

[[apim.gateway.environment]]
name = "Default"
type = "hybrid"
gateway_type = "Regular"
provider = "wso2"
display_in_api_console = true
description = "This is a hybrid gateway that handles both production and sandbox token traffic."
show_as_token_endpoint_url = true
service_url = "https://localhost:\${mgt.transport.https.port}/services/"
username= "\${admin.username}"
password= "\${admin.password}"
ws_endpoint = "ws://localhost:9099"
wss_endpoint = "wss://localhost:8099"
http_endpoint = "http://localhost:\${http.nio.port}"
https_endpoint = "https://localhost:\${https.nio.port}"

[apim.sync_runtime_artifacts.gateway]
gateway_labels =["Default"]
`

/** Runs the procedure on three homes below the folder, as if the pack had been copied there. */
function main(folder) {
  const homes = ['control-plane', 'gateway-1', 'gateway-2'].map((node) => join(folder, node))
  for (const home of homes) {
    mkdirSync(dirname(fileIn(home)), { recursive: true })
    writeFileSync(fileIn(home), SHIPPED)
  }

  console.log('== Topology')
  const path = join(folder, 'topology.toml')
  writeFileSync(path, TOPOLOGY.replaceAll('{homes}', folder))
  const topology = Topology.load(path)
  for (const warning of topology.check()) console.log(String(warning))
  for (const environment of topology.environments) {
    const urls = topology.endpoints(environment)
    console.log(`${environment.name} (${environment.type}): ${urls.https}`)
  }

  console.log('\n== Changes')
  const files = topology.render()
  console.log(files.diff)

  console.log('== Write')
  const outcome = files.write({ removing: ['Default'] })
  console.log(`restart, in this order: ${outcome.restart.join(', ')}`)

  console.log('\n== Check')
  const report = check(homes.map((home) => ({ path: fileIn(home), host: 'localhost' })))
  process.stdout.write(report.format('text'))
  console.log(`${report.count('error')} errors, ${report.count('warning')} warnings`)

  console.log('\n== Revert')
  revert(homes)
  for (const home of homes) {
    if (readFileSync(fileIn(home), 'utf8') !== SHIPPED) throw new Error(`${basename(home)} differs`)
    console.log(`${basename(home)}: byte for byte as before`)
  }
}

/** Where a home has its configuration. */
const fileIn = (home) => join(home, 'repository', 'conf', 'deployment.toml')

const temporary = mkdtempSync(join(tmpdir(), 'three-nodes-'))
try {
  main(temporary)
} finally {
  rmSync(temporary, { recursive: true })
}
