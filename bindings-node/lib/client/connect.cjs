'use strict'

const { NativeHeaders } = require('../../native.cjs')
const read = require('../arguments.cjs')
const { options } = require('../call.cjs')
const { asked } = require('../callback.cjs')
const { secret } = require('../secret.cjs')
const { Worded } = require('../worded.cjs')
const { headers } = require('./headers.cjs')

class Warning extends Worded {}

/** One PEM text, or several. */
const certificates = (value, place) =>
  typeof value === 'string' ? [value] : read.listOf(read.string)(value, place)

const clientCertificate = read.required({ certificates: read.string, key: secret })

const retry = read.record({
  off: read.boolean,
  attempts: read.unsigned(32),
  firstDelay: read.milliseconds,
  longestDelay: read.milliseconds,
  budget: read.unsigned(32),
  deadline: read.milliseconds,
})

/** What a function gives before each request; nothing is as good as none. */
const ownHeaders = (value) =>
  read.optional(headers(secret), [])(value, 'what the headers callback gives')

const headersCallback = (value, place) =>
  new NativeHeaders(asked(read.callable(value, place), ownHeaders))

const connectReaders = {
  release: read.string,
  publisherUrl: read.string,
  adminUrl: read.string,
  devportalUrl: read.string,
  tokenUrl: read.string,
  revokeUrl: read.string,
  registrationUrl: read.string,
  tenant: read.string,
  caCertificates: certificates,
  clientCertificate,
  proxy: secret,
  withoutEnvironmentProxy: read.boolean,
  userAgent: read.string,
  headers: headersCallback,
  retry,
  maxConcurrency: read.unsigned(32),
  connectTimeout: read.milliseconds,
  requestTimeout: read.milliseconds,
  dangerAllowPlainHttp: read.boolean,
  dangerAcceptInvalidCertificates: read.boolean,
}

const connectOptions = options(connectReaders)

module.exports = { Warning, connectReaders, connectOptions }
