// What the tests share. They run against the installed package, wherever that is.
import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { GatewrightError, Topology, examples } from 'gatewright'

export const require = createRequire(import.meta.url)

/** The private addon: what the public constants are held against. */
export const native = require(join(dirname(require.resolve('gatewright')), 'native.cjs'))

/** A folder that is gone when the test is over. */
export function folder(test) {
  const path = mkdtempSync(join(tmpdir(), 'gatewright-'))
  test.after(() => rmSync(path, { recursive: true, force: true }))
  return path
}

/** Where a home has its file. */
export const fileOf = (home) => join(home, 'repository', 'conf', 'deployment.toml')

export function write(path, text) {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
  return path
}

export const read = (path) => readFileSync(path, 'utf8')

/** What a function throws, which must be of the class. */
export function thrown(call, type = GatewrightError) {
  try {
    call()
  } catch (error) {
    if (error instanceof type) return error
    throw error
  }
  throw new Error(`no ${type.name} was thrown`)
}

/** The codes of findings. */
export const codes = (findings) => Array.from(findings, ({ code }) => code)

/** A file with an active environment, as API-M ships it, and a password. */
export const shipped = (password = 'admin') => `[server]
hostname = "localhost"

[super_admin]
username = "admin"
password = "${password}"

[[apim.gateway.environment]]
name = "Default"
type = "hybrid"
display_in_api_console = true
description = "A hybrid gateway"
show_as_token_endpoint_url = true
service_url = "https://localhost:\${mgt.transport.https.port}/services/"
username = "\${admin.username}"
password = "\${admin.password}"
ws_endpoint = "ws://localhost:9099"
wss_endpoint = "wss://localhost:8099"
http_endpoint = "http://localhost:\${http.nio.port}"
https_endpoint = "https://localhost:\${https.nio.port}"
`

/** The original procedure's three nodes. */
export const threeNodes = () => Topology.parse(examples.THREE_NODES)

/** The same with a home for each node, in which API-M's own file stands. */
export function installed(test, password) {
  const parent = folder(test)
  const object = threeNodes().toObject()
  for (const node of object.node) {
    node.home = join(parent, node.name)
    write(fileOf(node.home), shipped(password))
  }
  const homes = object.node.map(({ home }) => home)
  return { topology: Topology.fromObject(object), homes, paths: homes.map(fileOf) }
}

/** The error that a promise is rejected with. */
export async function rejected(promise, type = GatewrightError) {
  const error = await promise.then(
    () => assert.fail('it was fulfilled'),
    (reason) => reason,
  )
  assert(error instanceof type, error)
  return error
}
