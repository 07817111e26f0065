// The programs of docs/connecting.md run, on an emulated installation.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { started } from './installation.mjs'
import { read, write } from './support.mjs'

const root = process.env.GATEWRIGHT_REPOSITORY ?? fileURLToPath(new URL('../..', import.meta.url))
const page = read(join(root, 'docs', 'connecting.md'))
const programs = [...page.matchAll(/```js( no_run)?\n(.*?)```/gs)].map(([, noRun, text]) => ({
  isRun: noRun === undefined,
  text,
}))

// In the order of the page; nothing for one whose syntax alone is checked.
const PRINTED = [
  /^API-M 4\.7\nProduction Gateway\nProduction and Sandbox\n/,
  /^Credentials::callback\(\.\.\)\n$/,
  null,
  /^not-found Never\n$/,
  /^0 APIs\n$/,
  /^connect \/services\/Version 200\n/,
]

test('the page has as many programs as are tested here', () => {
  assert.deepEqual(
    programs.map(({ isRun }) => isRun),
    PRINTED.map((printed) => printed !== null),
  )
})

for (const [number, printed] of PRINTED.entries()) {
  test(`program ${number + 1} of the page about connecting`, async (t) => {
    const { emulator, url } = await started(t)
    // It stands beside the tests, where `gatewright` can be imported from.
    const folder = mkdtempSync(join(dirname(fileURLToPath(import.meta.url)), 'docs-'))
    t.after(() => rmSync(folder, { recursive: true }))
    write(join(folder, 'apim-ca.pem'), emulator.caPem)
    const { text } = programs[number]
    const program = text.replaceAll('https://apim.example.com:9443', url)
    const script = write(join(folder, 'program.mjs'), program)
    const options = printed === null ? ['--check'] : []
    const output = execFileSync(process.execPath, [...options, script], {
      cwd: folder,
      encoding: 'utf8',
      env: { ...process.env, GATEWRIGHT_USERNAME: 'admin', GATEWRIGHT_PASSWORD: 'admin' },
    })
    if (printed !== null) assert.match(output, printed)
  })
}
