// Makes the tarballs a user installs, from the addon that `npm run build` left here:
// the package `gatewright` and the package of this platform, which it depends on.
//   npm run pack-all -- <folder>
// Prints one path per tarball.
import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import platform from '../platform.cjs'

const home = dirname(dirname(fileURLToPath(import.meta.url)))
const repository = dirname(home)
const out = resolve(process.argv[2] ?? 'packed')
const name = platform.platformName()
const addon = platform.fileOf(name)
const manifest = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8'))
const licences = ['LICENSE-MIT', 'LICENSE-APACHE']

rmSync(out, { recursive: true, force: true })
for (const folder of [stageMain(), stagePlatform()]) pack(folder)

function stageMain() {
  const { devDependencies, scripts, ...published } = manifest
  published.optionalDependencies = { [platform.packageOf(name)]: manifest.version }
  const folder = stage('gatewright', published)
  const sources = manifest.files.filter((file) => !licences.includes(file))
  for (const file of [...sources, 'README.md']) {
    cpSync(join(home, file), join(folder, file), { recursive: true })
  }
  return folder
}

function stagePlatform() {
  const [os, cpu, library] = name.split('-')
  const { version, license, author, homepage, repository: source, engines } = manifest
  const folder = stage(platform.packageOf(name), {
    name: platform.packageOf(name),
    version,
    description: `The native addon of gatewright for ${name}`,
    license,
    author,
    homepage,
    repository: source,
    engines,
    os: [os],
    cpu: [cpu],
    ...(os === 'linux' && { libc: [library === 'gnu' ? 'glibc' : 'musl'] }),
    main: addon,
    files: [addon, ...licences],
  })
  cpSync(join(home, addon), join(folder, addon))
  return folder
}

/** A folder with a manifest and the licences. */
function stage(folderName, contents) {
  const folder = join(out, folderName)
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(contents, null, 2)}\n`)
  for (const file of licences) cpSync(join(repository, file), join(folder, file))
  return folder
}

function pack(folder) {
  const npm = spawnSync('npm', ['pack', '--silent', '--pack-destination', out], {
    cwd: folder,
    encoding: 'utf8',
    shell: process.platform === 'win32', // npm is a batch file there
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  if (npm.error) throw npm.error
  if (npm.status !== 0) process.exit(npm.status ?? 1)
  console.log(join(out, npm.stdout.trim()))
}
