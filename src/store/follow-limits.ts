/** @file Tells the worker of the form's length limits, so that the counts of what is cut follow them. */
import type { DataConfig } from '../protocol/run-config'
import type { ConfigStore } from './config-store'

export type LengthLimits = Pick<DataConfig, 'maxLength' | 'maxPromptLength'>

/** A slider passes many values on its way. */
const WAIT_MS = 300

/** Calls `tell` some time after the limits changed to ones that can be used; the result tells those of now at once. */
export function followLimits(config: ConfigStore, tell: (limits: LengthLimits) => void): () => void {
  let told: LengthLimits = limitsOf(config)
  let timer: ReturnType<typeof setTimeout> | null = null
  const tellNow = () => {
    timer = null
    told = limitsOf(config)
    tell(told)
  }
  const wrong = () => {
    const { problems } = config.getState()
    return 'data.maxLength' in problems || 'data.maxPromptLength' in problems
  }
  config.subscribe(() => {
    const limits = limitsOf(config)
    if (timer !== null) clearTimeout(timer)
    timer = null
    if (wrong()) return
    if (limits.maxLength === told.maxLength && limits.maxPromptLength === told.maxPromptLength) return
    timer = setTimeout(tellNow, WAIT_MS)
  })
  return () => {
    const { maxLength, maxPromptLength } = limitsOf(config)
    // A new worker begins without limits.
    told = { maxLength: null, maxPromptLength: null }
    if (!wrong() && (maxLength !== null || maxPromptLength !== null)) tellNow()
  }
}

function limitsOf(config: ConfigStore): LengthLimits {
  const { maxLength, maxPromptLength } = config.getState().config.data
  return { maxLength, maxPromptLength }
}
