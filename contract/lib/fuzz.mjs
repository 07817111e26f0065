// schemathesis: makes up requests by a document, for a bounded time and from a fixed seed, and looks whether every answer
// is in the document. It asks the emulator directly, for the operations that the emulator's own list says it has.

import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

import { amended, operationsOf } from './amend.mjs'
import { isSame } from './operations.mjs'

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

/** One check for each document. */
export async function fuzz(program, { url, ca, operations }, documents, slips, phases) {
  const folder = mkdtempSync(join(tmpdir(), 'gatewright-contract-'))
  try {
    const authority = join(folder, 'ca.pem')
    writeFileSync(authority, ca)
    writeFileSync(join(folder, 'schemathesis.toml'), METHODS + serverErrors(slips))
    const held = documents.map(async (document) => {
      const had = operations.filter(({ portal }) => portal === document.name)
      const kept = (one) => had.some((other) => isSame(one, other))
      const right = amended(document, slips, kept)
      const count = operationsOf(right).length
      if (count === 0) return []
      const path = join(folder, `${document.name}.json`)
      writeFileSync(path, JSON.stringify(right))
      const name = `schemathesis: ${document.name}, ${count} operations`
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
