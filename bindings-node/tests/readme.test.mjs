import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { installed, read, require, shipped, write } from './support.mjs'

test('the program in the README runs', (t) => {
  const readme = join(dirname(require.resolve('gatewright/package.json')), 'README.md')
  const [, program] = read(readme).match(/```js\n(.*?)```/s)
  const { topology, homes, paths } = installed(t)
  const folder = dirname(homes[0])
  write(join(folder, 'topology.toml'), topology.toToml())
  // Beside the tests, because that is where `gatewright` can be imported from.
  const beside = mkdtempSync(join(dirname(fileURLToPath(import.meta.url)), 'readme-'))
  t.after(() => rmSync(beside, { recursive: true }))
  const script = write(join(beside, 'program.mjs'), program)
  const output = execFileSync(process.execPath, [script], { cwd: folder, encoding: 'utf8' })
  assert.match(output, /^restart, in this order: control-plane, gateway-1, gateway-2$/m)
  for (const path of paths) assert.equal(read(path), shipped())
})
