'use strict'

// The emulator's closed sets, each value as the emulator spells it; a test holds them against its.

const EmulatorPack = Object.freeze({
  AllInOne: 'all-in-one',
  ControlPlane: 'control-plane',
  Gateway: 'gateway',
  TrafficManager: 'traffic-manager',
})

const FaultAction = Object.freeze({
  Delay: 'delay',
  Reset: 'reset',
  LoseAnswer: 'lose-answer',
  HalfAnswer: 'half-answer',
  Status: 'status',
  Echo: 'echo',
})

module.exports = { EmulatorPack, FaultAction }
