// The folder of WSO2's documents: <release>/<document>.json, whatever it holds.

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Every release in the folder, oldest first, each with its documents. */
export function releases(folder) {
  const names = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && /^\d+(\.\d+)+$/.test(entry.name))
    .map((entry) => entry.name)
    .sort(compare)
  const found = names.map((release) => ({ release, documents: documents(join(folder, release)) }))
  if (!found.some(({ documents }) => documents.length > 0)) {
    throw new Error(`${folder} holds no <release>/<document>.json`)
  }
  return found
}

function documents(folder) {
  const files = readdirSync(folder).filter((name) => name.endsWith('.json'))
  return files.sort().map((file) => {
    const path = join(folder, file)
    const json = JSON.parse(readFileSync(path, 'utf8'))
    return { name: file.slice(0, -'.json'.length), path, json, base: base(json, path) }
  })
}

/** The path before every operation's own. */
function base(json, path) {
  const url = json.swagger ? json.basePath : json.servers?.[0]?.url
  if (!url) throw new Error(`${path} names no server, so nobody knows where its operations are`)
  return new URL(url, 'https://localhost').pathname.replace(/\/$/, '')
}

/** Compares releases as numbers: 4.10 comes after 4.9. */
export function compare(one, other) {
  const [a, b] = [one, other].map((release) => release.split('.').map(Number))
  for (let at = 0; at < Math.max(a.length, b.length); at++) {
    const difference = (a[at] ?? 0) - (b[at] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}

/** Whether a release is within `since` and `until`, both included and both optional: 4.7 includes 4.7.0. */
export function isWithin(release, { since, until }) {
  const cut = (bound) => release.split('.').slice(0, bound.split('.').length).join('.')
  return (
    (since === undefined || compare(cut(since), since) >= 0) &&
    (until === undefined || compare(cut(until), until) <= 0)
  )
}
