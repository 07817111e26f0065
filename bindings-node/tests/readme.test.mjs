import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { installed, read, require, shipped, write } from './support.mjs'

const readme = read(join(dirname(require.resolve('gatewright/package.json')), 'README.md'))
const [rendering, running] = [...readme.matchAll(/```js\n(.*?)```/gs)].map(([, text]) => text)

/** What a program prints. It stands beside the tests, where `gatewright` can be imported from. */
function output(t, program, cwd) {
  const beside = mkdtempSync(join(dirname(fileURLToPath(import.meta.url)), 'readme-'))
  t.after(() => rmSync(beside, { recursive: true }))
  const script = write(join(beside, 'program.mjs'), program)
  return execFileSync(process.execPath, [script], { cwd, encoding: 'utf8' })
}

test('the program in the README that renders runs', (t) => {
  const { topology, homes, paths } = installed(t)
  const folder = dirname(homes[0])
  write(join(folder, 'topology.toml'), topology.toToml())
  assert.match(
    output(t, rendering, folder),
    /^restart, in this order: control-plane, gateway-1, gateway-2$/m,
  )
  for (const path of paths) assert.equal(read(path), shipped())
})

test('the program in the README that publishes runs', (t) => {
  const printed = output(t, running)
  assert.match(printed, /^Pets 1\.0\.0: create at \/pets$/m)
  assert.match(printed, /^curl 'https:.*\/pets\/1\.0\.0\/dogs' \\$/m)
  assert.match(printed, /^answered: 200$/m)
})
