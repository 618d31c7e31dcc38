/** @file Plays a recorded run as if a worker computed it: for a phone, a class, or a first look without a GPU. */
import type { WorkerCommand, WorkerEvent } from '../protocol/messages'
import type { RecordedRun } from '../protocol/recorded-run'
import type { TrainEvent } from '../protocol/train-events'
import type { Client } from './client'

/** Milliseconds between the steps of an animated replay: slow enough to follow, quick enough to see the end. */
const STEP_MS = 50

/** The index after the next optimizer step and the evaluation that belongs to it. */
function endOfStep(events: readonly TrainEvent[], from: number): number {
  let i = from
  while (i < events.length && events[i]!.type !== 'step') i++
  i++
  while (i < events.length && ['eval', 'tokens', 'samples', 'notice', 'finished'].includes(events[i]!.type)) i++
  return Math.min(i, events.length)
}

export function createReplayClient(run: RecordedRun, stepMs: number = STEP_MS): Client {
  const listeners = new Set<(event: WorkerEvent) => void>()
  const tell = (event: WorkerEvent) => {
    for (const listener of listeners) listener(event)
  }
  const state = (name: 'idle' | 'running' | 'paused' | 'finished') =>
    tell({ type: 'run-state', state: name, totalSteps: run.totalSteps })
  let next = 0
  let timer: ReturnType<typeof setInterval> | null = null

  const halt = () => {
    if (timer !== null) clearInterval(timer)
    timer = null
  }
  const advance = () => {
    const end = endOfStep(run.events, next)
    if (end > next) tell({ type: 'train', events: run.events.slice(next, end) })
    next = end
    if (next < run.events.length) return
    halt()
    state('finished')
  }
  const goOn = () => {
    halt()
    state('running')
    timer = setInterval(advance, stepMs)
  }
  const pause = () => {
    halt()
    state('paused')
  }

  const answer: Partial<Record<WorkerCommand['type'], (command: WorkerCommand) => void>> = {
    open: () => tell({ type: 'device', device: run.device, sets: [] }),
    start: (command) => {
      next = 0
      if (command.type === 'start' && command.paused) pause()
      else goOn()
    },
    pause,
    resume: goOn,
    step: () => {
      advance()
      if (next < run.events.length) pause()
    },
    stop: () => {
      halt()
      state('finished')
    },
    reset: () => {
      halt()
      next = 0
      state('idle')
    },
  }
  return {
    send: (command) => answer[command.type]?.(command),
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    close: halt,
  }
}
