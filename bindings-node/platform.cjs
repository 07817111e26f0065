'use strict'

/**
 * The name of a platform as native packages use it: `linux-x64-gnu`, `darwin-arm64`,
 * `win32-x64-msvc`. On Linux it says which C library Node was linked with.
 */
function platformName() {
  const { platform, arch } = process
  if (platform === 'linux') return `${platform}-${arch}-${usesGlibc() ? 'gnu' : 'musl'}`
  if (platform === 'win32') return `${platform}-${arch}-msvc`
  return `${platform}-${arch}`
}

function usesGlibc() {
  // Without this the report lists network interfaces, which can take seconds.
  process.report.excludeNetwork = true
  return process.report.getReport().header.glibcVersionRuntime !== undefined
}

/** The npm package that brings the addon for a platform. */
const packageOf = (platform) => `gatewright-${platform}`

/** The addon's file name for a platform. */
const fileOf = (platform) => `gatewright.${platform}.node`

module.exports = { platformName, packageOf, fileOf }
