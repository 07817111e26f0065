'use strict'

const { NativeApplicationKeys } = require('../../native.cjs')
const read = require('../arguments.cjs')
const { KeyType } = require('../constants.cjs')
const { SecretText, secret } = require('../secret.cjs')
const { show } = require('../show.cjs')
const { grant: grantOf } = require('./token.cjs')

const keyType = read.oneOf(KeyType)

let handleOf

class ApplicationKeys {
  #native

  /** The addon's own keys come with their handle; a user's come as values. */
  constructor(type, consumerKey, consumerSecret) {
    this.#native = type instanceof NativeApplicationKeys ? type : make(...arguments)
    this.keyType = this.#native.keyType
    this.consumerKey = this.#native.consumerKey
    this.consumerSecret = new SecretText(this.#native.consumerSecret)
    Object.freeze(this)
  }

  static {
    handleOf = (keys) => keys.#native
  }

  toCurl(tokenUrl, grant) {
    return this.#native.toCurl(
      read.string(tokenUrl, 'keys.toCurl(tokenUrl)'),
      grantOf(grant, 'keys.toCurl(grant)'),
    )
  }
}

show(ApplicationKeys, ['keyType', 'consumerKey', 'consumerSecret'])

function make(type, consumerKey, consumerSecret) {
  const place = 'new ApplicationKeys'
  return new NativeApplicationKeys(
    keyType(type, `${place}(keyType)`),
    read.string(consumerKey, `${place}(consumerKey)`),
    secret(consumerSecret, `${place}(consumerSecret)`),
  )
}

const keys = (value, place) => handleOf(read.instanceOf(ApplicationKeys)(value, place))

module.exports = { ApplicationKeys, keys, keyType }
