// The types stand in one file for both module systems.
export * from './emulator.cjs'
