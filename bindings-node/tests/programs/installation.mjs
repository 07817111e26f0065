// The three nodes for a program of its own, which has no test to stop them.
import { started } from '../installation.mjs'

export const running = () => started({ after: () => undefined })
