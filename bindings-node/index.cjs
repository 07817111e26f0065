'use strict'

const native = require('./native.cjs')

const { version } = native

module.exports = { version }
