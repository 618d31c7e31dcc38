/**
 * @file Two completions at a time, to be judged: asked of the worker one behind the other, the next while the person
 * reads. Which of the two stands first is left to chance, so that no place is favoured.
 */
import { createStore } from 'zustand/vanilla'
import type { WorkerEvent } from '../../protocol/messages'
import { createRandom } from '../../protocol/random'
import type { Sample } from '../../protocol/train-events'
import type { ConfigState, ConfigStore } from '../config-store'
import { isTuned } from '../readiness'
import type { RunControl } from '../run-control'
import type { Session, SessionStore } from '../session-store'
import { PromptTurns, promptsOf } from './label-control-prompts'
import type { LabelSet } from './label-control-set'
import { flawOfProposal, isEdited, type Judged, type Proposal, type Side } from './label-proposal'

export interface ProposalState {
  /** Where prompts come from: the loaded data in turn, or what the person typed. */
  prompts: 'data' | 'own'
  own: string
  turn: { at: number; of: number }
  /** What is shown, or is being answered. */
  prompt: string | null
  current: Proposal | null
  failed: boolean
  /** Oldest first. */
  judged: readonly Judged[]

  /** The view is shown: completions are asked for from now on. */
  enter(): void
  leave(): void
  choosePrompts(prompts: 'data' | 'own', own?: string): void
  writeOwn(text: string): void
  /** Asks the typed prompt. */
  ask(): void
  /** Makes a pair, unless it could not be trained on. */
  pick(side: Side): void
  /** Neither: no pair, and the next prompt. */
  pass(): void
  /** The same prompt, drawn again. */
  again(): void
  /** The last one that was judged comes back, and its pair goes. */
  undo(): void
  write(side: Side, text: string): void
}

interface Parts {
  session: SessionStore
  config: ConfigStore
  control: Pick<RunControl, 'send' | 'subscribe' | 'dismissError'>
  set: LabelSet
  /** A whole number; other than a run's, it is drawn anew for every pair. */
  drawSeed?: () => number
}

interface Request {
  id: number
  prompt: string
  chat: boolean
  seed: number
  /** When it was asked: the policy that answers has taken as many, or a few more. */
  step: number | null
  /** Everything that the answer depends on, but for the policy's steps. */
  key: string
}

type Ahead = Proposal & { key: string }

/** Steps that a pair, asked for ahead, may be older than the policy while a run goes on. */
const STEPS_AHEAD = 10
/** Judged pairs that can be taken back. */
const UNDO = 50

/** A model that is tuned on conversations is asked as in one. */
export const asksInChat = ({ model, data }: Pick<Session, 'model' | 'data'>): boolean =>
  (model?.hasChatTemplate ?? false) && data?.preview[0] !== undefined && typeof data.preview[0].prompt !== 'string'

/** The form holds something that nothing can be drawn with. */
export const isUndrawable = ({ problems }: Pick<ConfigState, 'problems'>): boolean =>
  Object.keys(problems).some((path) => path.startsWith('generation.'))

export function createProposals({ session, config, control, set, drawSeed }: Parts) {
  const seedOf = drawSeed ?? (() => Math.floor(Math.random() * 2 ** 31))
  const turns = new PromptTurns(createRandom(seedOf(), 'prompts'))
  let active = false
  let requests = 0
  let inFlight: Request | null = null
  let ahead: Ahead | null = null
  /** Counts models, data and runs: what was asked under another is out of date. */
  let epoch = 0

  const keyNow = () => JSON.stringify([epoch, config.getState().config.generation])
  const stepNow = () => (isTuned(session.getState()) ? session.getState().step : null)
  const isFresh = ({ key, step }: Ahead) => {
    // A policy that stands still can be met exactly.
    const allowed = session.getState().runState === 'running' ? STEPS_AHEAD : 0
    return key === keyNow() && Math.abs((stepNow() ?? 0) - (step ?? 0)) <= allowed
  }

  return createStore<ProposalState>()((setState, getState) => {
    const upcoming = () => (getState().prompts === 'own' ? getState().own : turns.peek())

    function advance(): void {
      const { prompts, own } = getState()
      const next = prompts === 'own' ? own : turns.take()
      setState({ turn: turns.turn })
      if (next === null || next.trim() === '') setState({ prompt: null, current: null, failed: false })
      else show(next)
    }

    function show(prompt: string): void {
      const ready = ahead?.prompt === prompt && isFresh(ahead) ? ahead : null
      if (ready) ahead = null
      setState({ prompt, current: ready, failed: false })
      pump()
    }

    // Mended, or warmer: what is awaited is asked with it.
    config.subscribe(() => {
      if (getState().current === null) pump()
    })
    control.subscribe((event) => {
      if (event.type === 'proposed') return take(event)
      if (event.type === 'error' && event.during === 'propose') return takeError()
      const began = event.type === 'run-state' && (event.state === 'preparing' || event.state === 'idle')
      if (['device', 'model', 'adapter', 'data'].includes(event.type) || began) {
        epoch++
        ahead = null
      }
      // Another worker: it knows nothing of what the former one was asked.
      if (event.type === 'device' || (event.type === 'error' && event.during === 'open')) inFlight = null
      if (event.type === 'data') beginPrompts()
      if (!active) return
      if (event.type === 'train' && event.events.some(({ type }) => type === 'samples')) {
        turns.add(promptsOf(session.getState()))
        setState({ turn: turns.turn })
      }
      if (getState().prompt === null && getState().prompts === 'data' && turns.turn.of > 0) advance()
      else if (event.type !== 'train') pump()
    })

    return {
      prompts: 'data',
      own: '',
      turn: { at: 0, of: 0 },
      prompt: null,
      current: null,
      failed: false,
      judged: [],

      enter() {
        active = true
        if (turns.turn.of === 0) beginPrompts()
        if (getState().prompt === null) advance()
        else pump()
      },
      leave() {
        active = false
      },
      choosePrompts(prompts, own = getState().own) {
        setState({ prompts, own })
        // A prompt that is still to be typed is not asked yet.
        if (prompts === 'data') advance()
        else setState({ prompt: null, current: null, failed: false })
      },
      writeOwn: (own) => setState({ own }),
      ask: advance,
      pick(side) {
        const { current, judged } = getState()
        if (!current || flawOfProposal(current) !== null) return
        const { prompt, chat, samples, texts, model, step, seed } = current
        const [chosen, rejected] = side === 0 ? [0, 1] : [1, 0]
        const edited = isEdited(current)
        const scores = [samples[chosen]!.score, samples[rejected]!.score] as const
        const [added] = set.getState().add([
          {
            prompt,
            chosen: texts[chosen]!,
            rejected: texts[rejected]!,
            chat,
            origin: { kind: 'drawn', model, step, seed, first: side === 0 ? 'chosen' : 'rejected' },
            edited,
            scores:
              edited || scores[0] === null || scores[1] === null ? null : { chosen: scores[0], rejected: scores[1] },
          },
        ])
        setState({ judged: [...judged, { proposal: current, picked: side, id: added!.id }].slice(-UNDO) })
        advance()
      },
      pass() {
        const { current, judged } = getState()
        if (current) setState({ judged: [...judged, { proposal: current, picked: null, id: null }].slice(-UNDO) })
        advance()
      },
      again() {
        setState({ current: null, failed: false })
        pump()
      },
      undo() {
        const { judged, current, prompts } = getState()
        const last = judged.at(-1)
        if (!last) return
        if (last.id !== null) set.getState().remove([last.id])
        // What is shown now comes again after it.
        if (current) ahead = { ...current, key: keyNow() }
        if (prompts === 'data') turns.putBack()
        const { proposal } = last
        setState({
          judged: judged.slice(0, -1),
          prompt: proposal.prompt,
          current: proposal,
          failed: false,
          turn: turns.turn,
        })
      },
      write(side, text) {
        const { current } = getState()
        if (!current) return
        const [a, b] = current.texts
        setState({ current: { ...current, texts: side === 0 ? [text, b] : [a, text] } })
      },
    }

    /** Asks for what is missing: the shown prompt's completions, else those of the next one. One at a time. */
    function pump(): void {
      const { model, modelProgress, replayOnly } = session.getState()
      const { prompt, current, failed } = getState()
      if (!active || inFlight || replayOnly || !model?.hasTokenizer || modelProgress) return
      if (prompt === null || failed || isUndrawable(config.getState())) return
      const wanted = current ? upcoming() : prompt
      if (wanted === null || wanted.trim() === '') return
      // A run that outpaces the answers is not slowed by asking without end: once more, when the person gets there.
      const outpaced = session.getState().runState === 'running' && ahead?.key === keyNow()
      if (current && ahead?.prompt === wanted && (outpaced || isFresh(ahead))) return
      const chat = asksInChat(session.getState())
      const seed = seedOf()
      inFlight = { id: ++requests, prompt: wanted, chat, seed, step: stepNow(), key: keyNow() }
      const { generation } = config.getState().config
      control.send({ type: 'propose', id: inFlight.id, prompt: wanted, generation, seed })
    }

    function take(event: Extract<WorkerEvent, { type: 'proposed' }>): void {
      if (inFlight?.id !== event.id) return
      const { prompt, chat, seed, step, key } = inFlight
      inFlight = null
      const [first, second] = event.completions
      const samples: [Sample, Sample] = createRandom(seed, 'sides').int(2) === 0 ? [first, second] : [second, first]
      const texts: [string, string] = [samples[0].text, samples[1].text]
      const model = session.getState().model?.name ?? ''
      const proposal = { prompt, chat, samples, texts, model, step, seed, key }
      const isAwaited = getState().current === null && getState().prompt === prompt
      if (key === keyNow()) {
        if (isAwaited) setState({ current: proposal })
        else ahead = proposal
      }
      pump()
    }

    function takeError(): void {
      if (!inFlight) return
      const isOld = inFlight.key !== keyNow()
      inFlight = null
      // Nobody waits for it any more: it is asked again, of what is there now.
      if (isOld) {
        const told = session.getState().errors.findLast(({ during }) => during === 'propose')
        if (told) control.dismissError(told.id)
        pump()
      } else setState({ failed: true })
    }

    function beginPrompts(): void {
      const { data, dataSources } = session.getState()
      // The set itself brings no other prompts: those that it was labelled on stay.
      const ownAlone = dataSources.length > 0 && dataSources.every((source) => set.getState().isLoaded([source]))
      if (!data || (ownAlone && turns.turn.of > 0)) return
      turns.begin(promptsOf(session.getState()), new Set(set.getState().pairs.map(({ prompt }) => prompt)))
      setState({ turn: turns.turn })
    }
  })
}

export type Proposals = ReturnType<typeof createProposals>
