'use strict'

const { freeze, show } = require('../show.cjs')
const { Worded } = require('../worded.cjs')

class DriftItem extends Worded {}

class Drift {
  #json
  #text

  constructor({ items, isEmpty, json, text }) {
    this.items = freeze(items.map((item) => new DriftItem(item)))
    this.isEmpty = isEmpty
    this.#json = json
    this.#text = text
    Object.freeze(this)
  }

  stringify() {
    return this.#json
  }

  toString() {
    return this.#text
  }
}

show(Drift, ['isEmpty', 'items'])

module.exports = { Drift, DriftItem }
