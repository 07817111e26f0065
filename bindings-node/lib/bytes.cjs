'use strict'

const read = require('./arguments.cjs')

/** What is sent later, copied: a string as UTF-8, or bytes. */
function text(value, place) {
  if (typeof value === 'string') return Buffer.from(value)
  if (ArrayBuffer.isView(value)) return copy(value)
  throw read.wrongType(place, 'a string or bytes', value)
}

/** Bytes that are no text. */
function bytes(value, place) {
  if (ArrayBuffer.isView(value)) return copy(value)
  throw read.wrongType(place, 'bytes', value)
}

const copy = (view) => Buffer.from(new Uint8Array(view.buffer, view.byteOffset, view.byteLength))

module.exports = { bytes, text }
