// The temporary folder of a case: laid out before a step, described after it.
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'

const LARGE = 2 ** 20

export class Folder {
  constructor(behaviour, path, { tokens }) {
    this.texts = join(behaviour, 'files')
    this.path = path
    this.tokens = tokens
  }

  /** What a case says, with this folder for `{dir}` and the texts it names. */
  resolve(value) {
    return this.replaced(value, '{dir}', this.path)
  }

  /** What JavaScript says, with `{dir}` for this folder. */
  normalised(value) {
    return this.replaced(value, this.path, '{dir}')
  }

  replaced(value, before, after) {
    if (typeof value === 'string') return value.replaceAll(before, () => after)
    if (Array.isArray(value)) return value.map((item) => this.replaced(item, before, after))
    if (typeof value !== 'object' || value === null) return value
    // Each is resolved when it is taken.
    if ('$steps' in value) return value
    if ('$lines' in value || '$text' in value)
      return this.replaced(this.textOf(value), before, after)
    const pairs = Object.entries(value)
    return Object.fromEntries(pairs.map(([key, item]) => [key, this.replaced(item, before, after)]))
  }

  textOf({ $lines, $text, $edit = [] }) {
    const text = $lines
      ? $lines.map((line) => `${line}\n`).join('')
      : readFileSync(join(this.texts, $text), 'utf8')
    return this.tokens.text(edited(text, $edit))
  }

  layOut(files = {}) {
    for (const [name, source] of Object.entries(files)) {
      const resolved = this.resolve(source)
      this.layOutOne(
        join(this.path, name),
        typeof resolved === 'string' ? { text: resolved } : resolved,
      )
    }
  }

  layOutOne(path, entry) {
    if (entry.edit) {
      writeFileSync(path, edited(readFileSync(path, 'utf8'), entry.edit))
    } else {
      mkdirSync(dirname(path), { recursive: true })
      rmSync(path, { recursive: true, force: true })
    }
    if ('text' in entry) writeFileSync(path, entry.text)
    else if (entry.bytes) writeFileSync(path, Buffer.from(entry.bytes))
    else if (entry.symlink) symlinkSync(entry.symlink, path)
    else if (entry.directory) mkdirSync(path)
    else if (entry.sparse_bytes) {
      writeFileSync(path, '')
      truncateSync(path, entry.sparse_bytes)
    } else if (!entry.edit && !entry.removed) throw new Error(`what is ${JSON.stringify(entry)}?`)
    if (entry.mode) chmodSync(path, parseInt(entry.mode, 8))
  }

  /** The bytes of every file. */
  snapshot() {
    const files = new Map()
    for (const entry of readdirSync(this.path, { recursive: true, withFileTypes: true })) {
      const path = join(entry.parentPath ?? entry.path, entry.name)
      // A link to itself or to nothing is no file.
      const found = existsSync(path) && statSync(path)
      if (found && found.isFile() && found.size < LARGE) files.set(path, readFileSync(path))
    }
    return files
  }

  /** What there is at a path: `null` for nothing. */
  describe(name, before) {
    const path = join(this.path, name)
    const found = lstatSync(path, { throwIfNoEntry: false })
    if (!found) return null
    const plain = { mode: (found.mode & 0o7777).toString(8).padStart(4, '0') }
    if (found.isSymbolicLink()) plain.symlink = readlinkSync(path)
    const target = existsSync(path) ? statSync(path) : undefined
    if (target?.isDirectory()) plain.entries = readdirSync(path).sort()
    if (target?.isFile()) {
      const bytes = readFileSync(path)
      plain.unchanged = before.get(path)?.equals(bytes) ?? false
      plain.text = bytes.toString()
    }
    return this.normalised(plain)
  }
}

function edited(text, edits) {
  for (const [before, after] of edits) {
    if (!text.includes(before)) throw new Error(`there is no ${JSON.stringify(before)} to edit`)
    text = text.replaceAll(before, () => after)
  }
  return text
}
