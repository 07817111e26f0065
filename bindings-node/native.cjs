'use strict'

// Finds the native addon: beside this file when built from source (`npm run build`), in the
// platform's own package when installed. Nothing is ever downloaded.

const { existsSync } = require('node:fs')
const { join } = require('node:path')
const { platformName, packageOf, fileOf } = require('./platform.cjs')
const { version } = require('./package.json')

function load() {
  const platform = platformName()
  const built = join(__dirname, fileOf(platform))
  const source = existsSync(built) ? built : packageOf(platform)
  let native
  try {
    native = require(source)
  } catch (cause) {
    throw new Error(explain(platform, cause), { cause })
  }
  if (native.version() !== version) {
    throw new Error(
      `gatewright ${version} found the native addon of version ${native.version()} in ${source}; ` +
        `install ${packageOf(platform)}@${version}`,
    )
  }
  return native
}

function explain(platform, cause) {
  const name = packageOf(platform)
  if (cause.code !== 'MODULE_NOT_FOUND') {
    return `gatewright could not load its native addon for ${platform}: ${cause.message}`
  }
  return (
    `gatewright has no native addon for ${platform}: the package ${name} is not installed. ` +
    `It is an optional dependency; install with optional dependencies, or install ` +
    `${name}@${version} by name. If no such package exists, this platform is not supported.`
  )
}

module.exports = load()
