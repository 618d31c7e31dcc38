/** @file Asks the worker what a run would hold in memory, whenever something that it depends on has changed. */
import type { RunConfig } from '../protocol/run-config'
import type { ConfigStore } from './config-store'
import type { SessionStore } from './session-store'

/** A slider passes many values on its way. */
const WAIT_MS = 300

/** Calls `ask` some time after config, model, adapter, or pairs changed; what was told last stays until the answer. */
export function followMemory(config: ConfigStore, session: SessionStore, ask: (config: RunConfig) => void): void {
  let known: unknown[] = []
  let timer: ReturnType<typeof setTimeout> | null = null
  const check = () => {
    const { model, adapter, fit, device } = session.getState()
    const form = config.getState()
    const now = [form.config, model, adapter, fit, device]
    if (now.every((part, i) => part === known[i])) return
    known = now
    if (timer !== null) clearTimeout(timer)
    timer = null
    if (!model || !device || Object.keys(form.problems).length > 0) return
    timer = setTimeout(() => ask(form.config), WAIT_MS)
  }
  config.subscribe(check)
  session.subscribe(check)
}
