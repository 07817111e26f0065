// The quickstart: one API through two gateways, from unpacked homes to answered calls, and back.
//
//     npm install gatewright && npm install   # cli-progress draws the bar, cli-table3 the tables
//     node quickstart.mjs                     # API-M 4.7 on the embedded emulator
//     node quickstart.mjs --release 3.2       # the original procedure's model
//     node quickstart.mjs --help
//
// The same program in Rust: examples/rust/src/bin/quickstart. It reads quickstart.toml and
// deployment-*.toml, which lie in the folder above this one.

import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

import cliProgress from 'cli-progress'
import Table from 'cli-table3'
import {
  ApiRequest,
  ControlPlane,
  Credentials,
  EnvironmentType,
  GatewrightError,
  Grant,
  KeyType,
  Publication,
  Topology,
  check,
  revert,
  waitUntilReady,
} from 'gatewright'
import { Emulator, freeOffsetBlock } from 'gatewright/emulator'

const EXAMPLES = dirname(dirname(fileURLToPath(import.meta.url)))

// The nodes, in the order in which they are laid out.
const NODES = ['control-plane', 'gateway-1', 'gateway-2']
// The API: no other is called so.
const API = 'GatewrightQuickstart'
const VERSION = '1.0.0'
const CONTEXT = '/gatewright-quickstart'
const APPLICATION = 'gatewright-quickstart'
// The user of steps 3 to 6; the homes' own administrator may have a password that no file shows.
const USER = 'quickstart'
// How long anything may take to be ready, live or gone, in milliseconds.
const PATIENCE = 60_000
const KEY_TYPES = [KeyType.Production, KeyType.Sandbox]

// Ctrl-C. Every call that takes time has it among its options, and ends at once.
const interruption = new AbortController()
const CALL = { signal: interruption.signal }

// ---- the command line --------------------------------------------------------------------------

const USAGE = `\
Usage: quickstart.mjs [options]

Publishes one API through two gateways, on the embedded emulator or on a running API-M: lays out
three homes, starts the nodes, publishes, reads back, calls with keys of both types, and takes
everything back.

  --release 3.2|4.7        of API-M (default: 4.7)
  --base-offset N          the control plane's port offset; the gateways have the next two. Without
                           it a free block of ports is found; 0 gives the procedure's own ports:
                           9443, 8244, 8245, …
  --keep DIR               lay the homes out in this folder, which must be new or empty, and keep
                           them: after the last step they hold the written files, which revert()
                           takes back
  --pack-conf [NODE=]FILE  start from this deployment.toml instead of the one that comes with the
                           example: FILE, an all-in-one pack's, for every node, or NODE=FILE for
                           one (since 4.5 that of the node's own pack); may be given several times
  --apim URL               do steps 3 to 5 on the API-M at this URL, such as
                           https://localhost:9443
  --help                   this text

The nodes are control-plane, gateway-1 and gateway-2. For --apim the environment says:
  APIM_USERNAME, APIM_PASSWORD   a user who may create, publish and subscribe
  APIM_BACKEND                   the backend's URL, as the gateways reach it
  APIM_CA_FILE                   certificates to trust, PEM (optional)
  APIM_ENVIRONMENTS              gateway environments, with commas between (optional: all)
  APIM_APPLICATION               the application's name (optional: gatewright-quickstart)
What --apim makes there stays there, and is named at the end.`

/** Something of this program's own that goes wrong. */
class Failure extends Error {}

/** Reads the command line; throws what is wrong with it. */
function parseOptions() {
  const text = { type: 'string' }
  const { values } = parseArgs({
    options: {
      release: text,
      'base-offset': text,
      keep: text,
      'pack-conf': { type: 'string', multiple: true },
      apim: text,
      help: { type: 'boolean', short: 'h' },
    },
  })
  const { apim, help, keep, release } = values
  const packConf = values['pack-conf'] ?? []
  if (release !== undefined && !['3.2', '4.7'].includes(release)) {
    throw new Failure(`--release takes 3.2 or 4.7, not ${release}`)
  }
  const baseOffset = values['base-offset'] === undefined ? null : offset(values['base-offset'])
  const ofHomes =
    release !== undefined || baseOffset !== null || keep !== undefined || packConf.length > 0
  if (apim !== undefined && ofHomes) {
    throw new Failure('--apim takes no --release, --base-offset, --keep or --pack-conf')
  }
  return { release: release ?? '4.7', baseOffset, keep, packConf, apim, help }
}

/** Reads a port offset; whether its ports exist is the topology's to say. */
function offset(text) {
  const number = /^\d+$/.test(text) ? Number(text) : NaN
  if (!(number <= 65535)) {
    throw new Failure(`--base-offset takes a number from 0 to 65535, not ${text}`)
  }
  return number
}

/** The file that each node starts from, and whether it is that node's alone. */
function packFiles(packConf) {
  const files = new Map()
  let common = null
  for (const value of packConf) {
    const [, node, file] = /^([^=]*)=(.*)$/s.exec(value) ?? []
    if (NODES.includes(node)) {
      if (files.has(node)) {
        throw new Failure(`--pack-conf names two files for ${node}: leave one out`)
      }
      files.set(node, { file, own: true })
    } else {
      if (common !== null) {
        throw new Failure('--pack-conf names two files for every node: leave one out')
      }
      common = value
    }
  }
  for (const node of NODES) {
    if (common !== null && !files.has(node)) files.set(node, { file: common, own: false })
  }
  return files
}

// ---- how it looks: colours and a progress bar on a terminal, plain text elsewhere ---------------

const IS_COLOURED = process.stdout.isTTY === true && !process.env.NO_COLOR
const CODES = { bold: '1', heading: '1;36', '+': '32', '-': '31', '@': '36' }

// Nobody reading it any more is no reason to stop half-way.
process.stdout.on('error', () => {})

/** Prints a line. */
function line(text, style) {
  const code = IS_COLOURED && CODES[style]
  process.stdout.write(code ? `\x1b[${code}m${text}\x1b[0m\n` : `${text}\n`)
}

/** Prints a line on the standard error. */
function complain(text) {
  process.stderr.write(`${text}\n`)
}

/** Prints a part's heading. */
function heading(text) {
  line('')
  line(text, 'heading')
}

/** Prints a diff, its lines coloured by what they do. */
function printDiff(text) {
  for (const changed of text.split('\n').slice(0, -1)) line(changed, changed.charAt(0))
}

/** Prints a table, readable as Markdown too. */
function printTable(header, rows) {
  const none = ['top', 'top-mid', 'top-left', 'top-right', 'mid', 'mid-mid', 'left-mid']
    .concat(['right-mid', 'bottom', 'bottom-mid', 'bottom-left', 'bottom-right'])
    .map((name) => [name, ''])
  const chars = { ...Object.fromEntries(none), left: '|', middle: '|', right: '|' }
  const table = new Table({ chars, style: { head: [], border: [] } })
  table.push(header, ...rows)
  const [first, ...others] = table.toString().split('\n')
  for (const text of [first, first.replace(/[^|]/g, '-'), ...others]) line(text)
}

/** Prints the table of environments and URLs. */
function printPlaces(places) {
  const row = (place) => [place.name, place.type, place.url, place.inTryOut ? 'yes' : 'no']
  printTable(['environment', 'type', 'URL', 'try-out'], places.map(row))
}

/** A bar for so many things to wait for, drawn while `work` runs; only on a terminal. */
async function bar(things, waitingFor, work) {
  const format = `[{bar}] {value}/{total} ${waitingFor}`
  const it = new cliProgress.SingleBar({ format, barsize: 30, clearOnComplete: true })
  const isShown = process.stderr.isTTY === true
  if (isShown) it.start(things, 0)
  try {
    return await work(() => isShown && it.increment())
  } finally {
    it.stop()
  }
}

// ---- what was done so far, and what is said of it at the end, however it ends -------------------

/** Everything that outlives a step. */
class Run {
  heading = ''
  // Where the homes are, and whether that is the user's folder.
  folder = null
  isKept = false
  // The files that are not as they were laid out.
  written = []
  // The nodes that run.
  emulator = null
  // The URL of an API-M that goes on running, and what was made there.
  server = null
  made = {}

  /** Begins a step. Yields, so that an interruption is noticed between steps that wait for nothing. */
  async step(text) {
    this.heading = text
    heading(text)
    await sleep(0, undefined, CALL)
  }

  /** Stops the nodes, if any run. */
  async stop() {
    const { emulator } = this
    this.emulator = null
    await emulator?.stop()
  }

  /** Stops and removes what does not stay, and says what was written and what stays. */
  async finish(error) {
    await this.stop()
    if (error === null) {
      for (const text of this.stays()) line(text)
      return await this.remove(0)
    }
    if (CALL.signal.aborted) {
      complain(`\ninterrupted in step ${this.heading}`)
      this.confess()
      return await this.remove(130)
    }
    const step = this.heading ? ` in step ${this.heading}` : ''
    complain(`\nerror${step}:\n${error.message}`)
    if (error instanceof GatewrightError) {
      for (const [key, value] of Object.entries(error.context)) complain(`  ${key}: ${value}`)
    }
    this.confess()
    return await this.remove(1)
  }

  /** What is said when it did not come to its end. */
  confess() {
    complain('nothing is left running')
    if (this.written.length === 0) complain('no file is changed')
    for (const text of this.stays()) complain(text)
  }

  /** What stays, and what was written and goes. */
  *stays() {
    const written = this.written.join(', ')
    if (this.folder !== null && this.isKept) {
      yield `kept: ${this.folder}`
      if (written) {
        yield `written there, and not reverted (revert() takes it back): ${written}`
      }
    } else if (written) {
      yield `written, and removed with ${this.folder}: ${written}`
    }
    if (this.server !== null) {
      const made = Object.entries(this.made).sort()
      if (made.length === 0) yield `nothing was made on ${this.server}`
      for (const [what, name] of made) {
        yield `made on ${this.server}, and left there: ${what} ${name}`
      }
    }
  }

  /** Removes the folder unless it is the user's. */
  async remove(code) {
    if (this.folder === null || this.isKept) return code
    try {
      await rm(this.folder, { recursive: true })
      return code
    } catch (error) {
      complain(`cannot remove ${this.folder}: ${error.message}`)
      return 1
    }
  }
}

// ---- step 1: three homes, as if the pack had been copied; then check, render, diff, write -------

/** Where a home has its configuration. */
function fileIn(home) {
  return join(home.path, 'repository', 'conf', 'deployment.toml')
}

/** The step. The offsets' ports stay reserved until the nodes take them. */
async function prepare(options, run) {
  await run.step('1. Lay out three homes, check, render, write')
  const block = options.baseOffset === null ? await freeOffsetBlock(NODES.length, CALL) : null
  const base = block?.base ?? options.baseOffset
  const folder = await makeFolder(options.keep, run)
  line(`homes: ${folder}`)
  const homes = await layOut(options, base, folder)

  const topology = Topology.load(join(folder, 'topology.toml'))
  const { nodes, environments } = topology
  line(`topology.toml: ${nodes.length} nodes, ${environments.length} environments`)
  findings('topology.toml', topology.check())
  const files = topology.render()
  for (const file of files) printDiff(file.diff)
  const removed = files.removedEnvironments
  line(`commented out: ${removed.join(', ') || 'nothing'}`)
  const written = files.write({ removing: removed })
  run.written = [...written.written]
  line(`written: ${written.written.length} files`)
  line(`restart, in this order: ${written.restart.join(', ')}`)
  const checked = homes.map((home) => ({ path: fileIn(home), host: 'localhost' }))
  findings('the written files', check(checked))
  return { homes: { topology, homes }, offsets: block }
}

/** A new folder: of the user's choice, or one that goes with the program. */
async function makeFolder(keep, run) {
  if (keep === undefined) {
    run.folder = await mkdtemp(join(tmpdir(), 'gatewright-quickstart-'))
    return run.folder
  }
  const folder = resolve(keep)
  let entries
  try {
    await mkdir(folder, { recursive: true })
    entries = await readdir(folder)
  } catch (error) {
    throw new Failure(`cannot use the folder ${keep}: ${error.message}`)
  }
  if (entries.length > 0) {
    throw new Failure(`${folder} is not empty: --keep takes a new or an empty folder`)
  }
  run.folder = folder
  run.isKept = true
  return folder
}

/** Makes the homes and the topology's file. */
async function layOut(options, base, folder) {
  const files = packFiles(options.packConf)
  const homes = []
  const text = await readFile(join(EXAMPLES, 'quickstart.toml'), 'utf8')
  let topology = text.replaceAll('{release}', options.release)
  for (const [index, node] of NODES.entries()) {
    const given = files.get(node)
    const file = given?.file ?? join(EXAMPLES, `deployment-${options.release}.toml`)
    const pack = packOf(node, options.release, given?.own ?? false)
    const home = { node, path: join(folder, node), shipped: await readPack(file) }
    const source = given?.file ?? 'the example'
    line(`${node}: ${pack}, offset ${base + index}, deployment.toml of ${source}`)
    await mkdir(dirname(fileIn(home)), { recursive: true })
    await mkdir(join(home.path, 'bin'))
    await writeFile(fileIn(home), home.shipped)
    const version = `${product(pack)} v${options.release}.0\n`
    await writeFile(join(home.path, 'bin', 'version.txt'), version)
    // What JSON quotes, TOML reads.
    const values = { pack, offset: `${base + index}`, home: JSON.stringify(home.path) }
    for (const [key, value] of Object.entries(values)) {
      topology = topology.replaceAll(`{${node}.${key}}`, () => value)
    }
    homes.push(home)
  }
  await writeFile(join(folder, 'topology.toml'), topology)
  return homes
}

async function readPack(file) {
  try {
    return await readFile(file)
  } catch (error) {
    throw new Failure(`cannot read ${file}: ${error.message}`)
  }
}

/** One file for all nodes is the all-in-one pack's; a node's own is of the pack for what it does. */
function packOf(node, release, own) {
  if (release === '4.7' && own) return node === 'control-plane' ? 'control-plane' : 'gateway'
  return 'all-in-one'
}

/** What the pack's `bin/version.txt` calls it. */
function product(pack) {
  if (pack === 'control-plane') return 'WSO2 API Control Plane'
  return pack === 'gateway' ? 'WSO2 Universal Gateway' : 'WSO2 API Manager'
}

/** Says what a check found; errors end the quickstart. */
function findings(what, report) {
  if (report.isEmpty) {
    line(`check of ${what}: nothing to report`)
    return
  }
  line(`check of ${what}:\n${report.format('text').trimEnd()}`)
  if (!report.ok) throw new Failure(`${what} would not work: see above`)
}

// ---- the API-M that steps 3 to 5 talk to: the emulator's, or the user's -------------------------

/** A running API-M; everything that is missing in the environment is named at once. */
function serverFromEnvironment(url) {
  if (url.includes('@')) {
    // It is not quoted: it may hold a password.
    throw new Failure(
      'the URL of --apim holds credentials: give it without them, and the user in ' +
        'APIM_USERNAME and APIM_PASSWORD',
    )
  }
  const { env } = process
  const required = {
    APIM_USERNAME: 'a user who may create, publish and subscribe',
    APIM_PASSWORD: "the user's password",
    APIM_BACKEND: "the backend's URL, as the gateways reach it",
  }
  const missing = Object.entries(required).filter(([name]) => !env[name])
  if (missing.length > 0) {
    const listed = missing.map(([name, what]) => `  ${name}: ${what}`).join('\n')
    throw new Failure(`--apim needs these variables of the environment too:\n${listed}`)
  }
  const caCertificates = []
  if (env.APIM_CA_FILE) {
    try {
      caCertificates.push(readFileSync(env.APIM_CA_FILE, 'utf8'))
    } catch (error) {
      throw new Failure(`cannot read APIM_CA_FILE ${env.APIM_CA_FILE}: ${error.message}`)
    }
  }
  const names = (env.APIM_ENVIRONMENTS ?? '').split(',').map((name) => name.trim())
  return {
    url,
    username: env.APIM_USERNAME,
    password: env.APIM_PASSWORD,
    caCertificates,
    // Where calls with keys of each type go.
    backend: { PRODUCTION: env.APIM_BACKEND, SANDBOX: env.APIM_BACKEND },
    // The environments to publish in; all the server has when empty.
    environments: names.filter((name) => name !== ''),
    // The name of the application that calls.
    application: env.APIM_APPLICATION || APPLICATION,
  }
}

/** Signs in. */
async function connect(server) {
  const credentials = Credentials.password(server.username, server.password)
  const { caCertificates } = server
  return await ControlPlane.connect(server.url, credentials, { caCertificates, ...CALL })
}

// ---- step 2: the nodes, each from its own home --------------------------------------------------

/** The step. */
async function start({ topology, homes }, offsets, run) {
  await run.step('2. Start the nodes, control plane first')
  const nodes = homes.map((home) => ({ home: home.path }))
  const emulator = await Emulator.start({ nodes, offsetBlock: offsets, ...CALL })
  run.emulator = emulator
  const caCertificates = [emulator.caPem]
  const running = await emulator.nodes(CALL)
  const urls = running.map((node) => `https://localhost:${node.port(9443)}`)
  await bar(urls.length, 'nodes are ready', async (count) => {
    for (const url of urls) {
      await waitUntilReady(url, { caCertificates, timeout: PATIENCE, ...CALL })
      count()
    }
  })
  for (const [index, node] of running.entries()) line(`${node.name}: ${urls[index]}, ready`)
  // Long and random would be better; it never leaves this process.
  const password = 'quickstart-password'
  const roles = ['Internal/creator', 'Internal/publisher', 'Internal/subscriber']
  await emulator.addUser(USER, password, roles, CALL)
  line(`user: ${USER}, who may create, publish and subscribe`)
  const { echoUrl } = emulator
  return {
    url: urls[0],
    username: USER,
    password,
    caCertificates,
    backend: { PRODUCTION: `${echoUrl}/production`, SANDBOX: `${echoUrl}/sandbox` },
    environments: topology.environments.map((environment) => environment.name),
    application: APPLICATION,
  }
}

// ---- steps 3 and 4: an API through every environment, and what the portals say of it ------------

/** Step 3. */
async function publish(server, run) {
  await run.step('3. Publish one API through every gateway')
  const controlPlane = await connect(server)
  line(`connected: ${controlPlane.url}, API-M ${controlPlane.release}`)
  const listed = await controlPlane.environments(CALL)
  const environments = new Map(listed.map((known) => [known.name, known]))
  // Those that were asked for, so that one the server does not have is an error.
  const names = server.environments.length > 0 ? server.environments : [...environments.keys()]
  const definition = {
    context: CONTEXT,
    productionEndpoint: server.backend.PRODUCTION,
    sandboxEndpoint: server.backend.SANDBOX,
  }
  const publication = new Publication(API, VERSION, { environments: names, definition })
  const plan = await controlPlane.plan([publication], CALL)
  line(`plan:\n${plan}`)
  run.made['the API'] = `${API} ${VERSION}, begun, for ${names.join(', ')}`
  const outcome = await controlPlane.apply(plan, CALL)
  outcome.intoResult()
  run.made['the API'] = `${API} ${VERSION}, in ${names.join(', ')}`
  line(`done: ${plan.steps.length} of ${plan.steps.length} steps`)

  await bar(names.length, 'gateways have it', async (count) => {
    for (const name of names) {
      await controlPlane.waitUntilLive(API, VERSION, [name], { timeout: PATIENCE, ...CALL })
      count()
    }
  })
  line(`live: ${names.join(', ')}`)
  return { controlPlane, publication, environments, names }
}

/** Step 4. */
async function readBack(published, run) {
  await run.step('4. Read back what the portals say')
  const { controlPlane, publication, environments, names } = published
  const verified = await controlPlane.verify(publication, CALL)
  line(`Publisher: ${API} ${VERSION} is ${verified.lifecycle}`)
  if (!verified.isOk) {
    throw new Failure('the API is not in every environment, or the portal does not show it')
  }
  const listed = await controlPlane.endpointUrls(API, VERSION, CALL)
  const places = []
  for (const name of names) {
    const environment = environments.get(name)
    const url = listed.find((urls) => urls.environment === name)?.https
    if (!environment || !url) continue
    line(`Developer Portal: ${name}: ${url}`)
    places.push({ name, type: environment.type, url, inTryOut: environment.displayInApiConsole })
  }
  const shown = places.filter((place) => place.inTryOut).map((place) => place.name)
  line(`the try-out lists: ${shown.join(', ')}`)
  return places
}

// ---- step 5: keys of both types, tokens by two grants, and a call with each of them -------------

/** Whether a token is for calls through this place: in 3.x it was taken at one gateway. */
function isFor(taken, place) {
  return taken.environment === null || taken.environment === place.name
}

/** The call through this place. */
function requestFor(taken, place) {
  return new ApiRequest(`${place.url}/`, { method: 'GET', token: taken.token })
}

/** A token of production keys for calls through this place. */
function productionToken(taken, place) {
  return taken.find((one) => isFor(one, place) && one.keyType === KeyType.Production)
}

/** The step. */
async function call(server, published, places, run) {
  await run.step('5. Take tokens and call through each gateway')
  const { controlPlane } = published
  run.made['the application'] = server.application
  const application = await controlPlane.application(server.application, CALL)
  await application.subscribe(API, VERSION, CALL)
  line(`application: ${application.name}, subscribed to ${API} ${VERSION}`)
  const keys = []
  for (const keyType of KEY_TYPES) {
    try {
      keys.push(await application.keys(keyType, CALL))
    } catch (error) {
      if (error.code === 'secret-not-shown') {
        complain('APIM_APPLICATION may name an application that has no keys yet')
      }
      throw error
    }
  }
  const named = {
    password: Grant.password(server.username, server.password),
    'client credentials': Grant.clientCredentials(),
  }
  const grants = Object.entries(named)
  const names = [null, ...places.map((place) => place.name)]
  const endpoints = (await controlPlane.tokenEndpoints(CALL)).filter((endpoint) =>
    names.includes(endpoint.environment),
  )
  const taken = []
  for (const { environment, url } of endpoints) {
    for (const key of keys) {
      for (const [grant, proof] of grants) {
        const token = await controlPlane.token(url, key, proof, CALL)
        taken.push({ environment, keyType: key.keyType, grant, token })
      }
    }
    line(`tokens: ${keys.length * grants.length} of them from ${url}`)
  }
  const rows = []
  const calls = places.length * keys.length * grants.length
  await bar(calls, 'calls are answered', async (count) => {
    for (const place of places) {
      for (const one of taken.filter((token) => isFor(token, place))) {
        const answered = shown(await answer(published, place, one))
        rows.push([place.name, one.keyType, one.grant, answered])
        count()
      }
    }
  })
  printTable(['gateway', 'key', 'grant', 'answer'], rows)
  printCommands(endpoints, keys, named.password, places, taken)
  return taken
}

/**
 * The answer, once it is the one that the environment's type calls for: subscriptions and keys
 * reach a gateway a moment later.
 */
async function answer({ controlPlane }, place, taken) {
  const shouldSucceed = EnvironmentType.accepts(place.type, taken.keyType)
  const end = performance.now() + PATIENCE
  for (;;) {
    const answered = await controlPlane.call(requestFor(taken, place), CALL)
    if (answered.isSuccess === shouldSucceed) return answered
    if (performance.now() >= end) {
      const wanted = shouldSucceed ? 'accept' : 'refuse'
      throw new Failure(
        `${place.name} should ${wanted} a ${taken.keyType} token, but it answers ${shown(answered)}`,
      )
    }
    await sleep(500, undefined, CALL)
  }
}

/** An answer in short: what the gateway says, or where on the backend the call arrived. */
function shown(answered) {
  const { fault, status } = answered
  if (fault) {
    const code = fault.code && fault.code !== `${status}` ? `${fault.code} ` : ''
    return `${status} ${code}${fault.message}`
  }
  try {
    const { path } = JSON.parse(answered.text())
    return path === undefined ? `${status}` : `${status} from the backend's ${path}`
  } catch {
    return `${status}`
  }
}

/** The same by hand. */
function printCommands(endpoints, keys, grant, places, taken) {
  line('the same with curl, production keys (--cacert names whom to trust):')
  for (const key of keys.filter((one) => one.keyType === KeyType.Production)) {
    for (const endpoint of endpoints) line(key.toCurl(endpoint.url, grant))
  }
  for (const place of places) {
    const production = productionToken(taken, place)
    if (production) line(requestFor(production, place).toCurl())
  }
}

// ---- step 6: off one gateway while the other serves on, and the files as they were --------------

/** The step's first half. */
async function undeploy({ controlPlane }, places, taken, run) {
  await run.step('6. Undeploy from one gateway, revert the files')
  const [first] = places
  if (!first) return
  await controlPlane.undeploy(API, VERSION, first.name, CALL)
  await bar(1, 'the gateway lets go of it', () =>
    controlPlane.waitUntilAbsent(API, VERSION, first.name, { timeout: PATIENCE, ...CALL }),
  )
  line(`undeployed from ${first.name}`)
  for (const place of places) {
    const production = productionToken(taken, place)
    if (!production) continue
    const answered = await controlPlane.call(requestFor(production, place), CALL)
    line(`${place.name}: ${shown(answered)}`)
    const shouldServe = place.name !== first.name
    if (answered.isSuccess !== shouldServe) {
      const state = shouldServe ? 'does not serve any more' : 'still serves'
      throw new Failure(`${place.name} ${state}`)
    }
  }
}

/** The step's second half. */
async function revertFiles({ topology, homes }, run) {
  await run.stop()
  line('nodes: stopped')
  revert(homes.map((home) => home.path))
  for (const home of homes) {
    if (!home.shipped.equals(await readFile(fileIn(home)))) {
      throw new Failure(`${fileIn(home)} is not as it was in step 1`)
    }
    line(`${home.node}: byte for byte as in step 1`)
  }
  run.written = []
  if (run.isKept) {
    const files = topology.render()
    run.written = [...files.write({ removing: files.removedEnvironments }).written]
    line('written again, to be kept')
  }
}

// ---- the steps, one after the other -------------------------------------------------------------

/** The steps; what each of them writes or starts is noted in `run` first. */
async function walk(options, run) {
  if (options.apim !== undefined) {
    const server = serverFromEnvironment(options.apim)
    line(`One API through the gateways of ${options.apim}`, 'bold')
    run.server = options.apim
    const published = await publish(server, run)
    const places = await readBack(published, run)
    await call(server, published, places, run)
    heading('What you have now')
    printPlaces(places)
    return
  }
  line(`One API through two gateways: API-M ${options.release}, on the emulator`, 'bold')
  const { homes, offsets } = await prepare(options, run)
  const server = await start(homes, offsets, run)
  const published = await publish(server, run)
  const places = await readBack(published, run)
  const taken = await call(server, published, places, run)
  await undeploy(published, places, taken, run)
  await revertFiles(homes, run)
  heading('What you have seen')
  printPlaces(places)
}

/** Runs the quickstart; the exit code. */
async function main() {
  let options
  try {
    options = parseOptions()
  } catch (error) {
    complain(`${error.message}\n\n${USAGE}`)
    return 2
  }
  if (options.help) {
    line(USAGE)
    return 0
  }
  const run = new Run()
  process.on('SIGINT', () => interruption.abort())
  try {
    await walk(options, run)
    return await run.finish(null)
  } catch (error) {
    return await run.finish(error)
  }
}

process.exitCode = await main()
