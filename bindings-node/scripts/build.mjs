// Builds the native addon and puts it beside index.mjs, where native.cjs finds it first.
//   npm run build [-- --release]
import { spawnSync } from 'node:child_process'
import { copyFileSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import platform from '../platform.cjs'

const home = dirname(dirname(fileURLToPath(import.meta.url)))

const cargo = spawnSync(
  process.env.CARGO ?? 'cargo',
  [
    'build',
    '--package',
    'gatewright-node',
    '--lib',
    '--message-format',
    'json-render-diagnostics',
    ...process.argv.slice(2),
  ],
  {
    cwd: home,
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
    stdio: ['ignore', 'pipe', 'inherit'],
  },
)
if (cargo.error) throw cargo.error
if (cargo.status !== 0) process.exit(cargo.status ?? 1)

const artifact = cargo.stdout
  .split('\n')
  .filter((line) => line.startsWith('{'))
  .map((line) => JSON.parse(line))
  .findLast(
    (message) =>
      message.reason === 'compiler-artifact' && message.target.name === 'gatewright_node',
  )
const library = artifact?.filenames.find((name) => /\.(so|dylib|dll)$/.test(name))
if (!library) throw new Error('cargo built gatewright-node but named no shared library')

const addon = join(home, platform.fileOf(platform.platformName()))
rmSync(addon, { force: true }) // a running process may still have the old one mapped
copyFileSync(library, addon)
console.log(addon)
