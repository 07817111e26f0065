// One implementation for both module systems, so that a class is the same class in both.
import gatewright from './index.cjs'

export const { version } = gatewright
