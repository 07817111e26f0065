// schemathesis: makes up requests by a document, for a bounded time and from a fixed seed, and looks whether every answer
// is in the document. Its coverage phase goes through the limits of every field, however deep; its fuzzing phase draws examples. It asks the emulator directly, for the operations that the emulator's own list says it has.

import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

import { amended, operationsOf } from './amend.mjs'
import { isSame } from './operations.mjs'

/** An answer of 5xx is none of the documents', but where they list it. */
const CHECKS = ['status_code_conformance', 'response_schema_conformance']
/** Swagger's `produces` is of all of an operation's answers, errors and empty ones too: it says nothing of one of them. */
const CHECKS_OF_OPENAPI = [...CHECKS, 'content_type_conformance']
const PHASES = ['coverage', 'fuzzing']
/** Of the fuzzing phase, for each operation. */
const EXAMPLES = 6
/** Far more than it needs: the document and the number of examples bound the run, and are the same on every computer. */
const PATIENCE = 600_000

/** One check for each document. */
export async function fuzz(program, { url, ca, operations }, documents, slips) {
  const folder = mkdtempSync(join(tmpdir(), 'gatewright-contract-'))
  try {
    const authority = join(folder, 'ca.pem')
    writeFileSync(authority, ca)
    const held = documents.map(async (document) => {
      const had = operations.filter(({ portal }) => portal === document.name)
      const kept = (one) => had.some((other) => isSame(one, other))
      const right = amended(document, slips, kept)
      const count = operationsOf(right).length
      if (count === 0) return []
      const path = join(folder, `${document.name}.json`)
      writeFileSync(path, JSON.stringify(right))
      const name = `schemathesis: ${document.name}, ${count} operations`
      return [
        {
          name,
          problem: await run(
            program,
            path,
            url + document.base,
            authority,
            right.swagger ? CHECKS : CHECKS_OF_OPENAPI,
          ),
        },
      ]
    })
    return (await Promise.all(held)).flat()
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** What it found, if anything. */
function run(program, document, url, authority, checks) {
  const process = spawn(
    program,
    [
      'run', document, '--url', url, '--tls-verify', authority, '--auth', 'admin:admin',
      '--checks', checks.join(','), '--phases', PHASES.join(','),
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
