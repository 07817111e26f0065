// schemathesis: makes up requests by a document, for a bounded time and from a fixed seed, and looks whether every answer
// is in the document. It asks the emulator directly, for the operations that the emulator does not answer by 501.

import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import https from 'node:https'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

import { amended, operationsOf } from './amend.mjs'

const CHECKS = [
  'not_a_server_error',
  'status_code_conformance',
  'content_type_conformance',
  'response_schema_conformance',
]
const EXAMPLES = 10
/** Far more than it needs: the number of examples bounds the run, and is the same on every computer. */
const PATIENCE = 300_000
/** Methods that no document has are no question of the documents. */
const METHODS = '[phases.coverage]\nunexpected-methods = []\n'
const UNKNOWN = '00000000-0000-4000-8000-000000000000'

/** One check for each document. */
export async function fuzz(program, { url, ca }, documents, slips, phases) {
  const folder = mkdtempSync(join(tmpdir(), 'gatewright-contract-'))
  try {
    const authority = join(folder, 'ca.pem')
    writeFileSync(authority, ca)
    writeFileSync(join(folder, 'schemathesis.toml'), METHODS + serverErrors(slips))
    const held = documents.map(async (document) => {
      const had = await implemented(document, url, ca)
      const path = join(folder, `${document.name}.json`)
      const kept = ({ method, path }) => had.has(`${method} ${path}`)
      writeFileSync(path, JSON.stringify(amended(document, slips, kept)))
      const name = `schemathesis: ${document.name}, ${had.size} operations`
      if (had.size === 0) return []
      return [{ name, problem: await run(program, path, url + document.base, authority, phases) }]
    })
    return (await Promise.all(held)).flat()
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** Where servers answer 500 on purpose, 500 is no failure. */
function serverErrors(slips) {
  const known = slips
    .filter(({ what }) => what.status >= 500)
    .flatMap(({ operations }) => operations)
  const sections = known.map((operation) => {
    const [, method, path] = operation.split(' ')
    const label = `${method.toUpperCase()} ${path}`
    return `[[operations]]\ninclude-name = "${label}"\nchecks.not_a_server_error.enabled = false\n`
  })
  return sections.join('')
}

/** The operations that the emulator does not answer by 501, its word for what it does not have. */
async function implemented({ json, base }, url, ca) {
  const agent = new https.Agent({ ca, keepAlive: true })
  const found = new Set()
  for (const { method, path } of operationsOf(json)) {
    const target = url + base + path.replace(/\{[^}]+\}/g, UNKNOWN)
    if ((await status(target, method, agent)) !== 501) found.add(`${method} ${path}`)
  }
  agent.destroy()
  return found
}

function status(url, method, agent) {
  return new Promise((resolve, reject) => {
    const request = https.request(
      url,
      { method: method.toUpperCase(), agent, auth: 'admin:admin' },
      (answer) => {
        answer
          .resume()
          .on('end', () => resolve(answer.statusCode))
          .on('error', reject)
      },
    )
    request.on('error', reject).end()
  })
}

/** What it found, if anything. */
function run(program, document, url, authority, phases) {
  const process = spawn(
    program,
    [
      'run', document, '--url', url, '--tls-verify', authority, '--auth', 'admin:admin',
      '--checks', CHECKS.join(','), '--phases', phases.join(','),
      '--max-examples', String(EXAMPLES), '--seed', '1',
      '--generation-database', 'none', '--suppress-health-check', 'all', '--continue-on-failure',
      '--warnings', 'off', '--no-color',
    ], // prettier-ignore
    { cwd: dirname(document), stdio: ['ignore', 'pipe', 'pipe'], timeout: PATIENCE },
  )
  let output = ''
  for (const stream of [process.stdout, process.stderr])
    stream.on('data', (text) => (output += text))
  return new Promise((resolve, reject) => {
    process.once('error', reject)
    process.once('close', (code) => resolve(code === 0 ? undefined : `\n${output}`))
  })
}
