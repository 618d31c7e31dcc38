/** @file How the page looks at runs, as the part of a link that speaks of it, and such a part as the page. */
import { EMPTY_LOOK, type LinkLook } from '../../protocol/link-look'
import { currentScene, lessonStore } from '../lessons/lesson-control'
import type { Playground } from '../playground'
import { insideStore, showMoment, showPart } from '../plots/inside-view'
import { plotView } from '../plots/plot-view'
import { recordingKey } from '../runs/kept-keys'
import { COMPARED_METRICS, type ComparedMetric } from '../runs/run-metrics'
import { runsView } from '../runs/runs-view'
import type { Session } from '../session-store'
import type { PageNotice } from './link-store'

type Tell = (notice: PageNotice) => void

/** A link leaves out what is so anyway. */
const unless = <T>(value: T, begun: T): T | null => (value === begun ? null : value)

/** Stores whose changes the address follows; where the cursor stands is no matter of it. */
export function onLook(changed: () => void): void {
  plotView.subscribe(({ cursor: _, ...now }, { cursor: __, ...before }) => {
    if (Object.entries(now).some(([key, value]) => value !== before[key as keyof typeof before])) changed()
  })
  for (const store of [insideStore, runsView, lessonStore]) store.subscribe(changed)
}

/**
 * `brought`: the link brings the run that is shown, without which a moment means nothing; `drawn`: the files of
 * recordings that it brings behind it.
 */
export function currentLook({ runConfig }: Session, brought: boolean, drawn: readonly string[]): LinkLook {
  const begun = plotView.getInitialState()
  const plots = plotView.getState()
  const scene = currentScene()
  const { part, at, run, pair, against } = insideStore.getState()
  const moment = (run === runConfig ? at : null) ?? 'last'
  const other = drawn.find((file) => recordingKey(file) === against)
  return {
    axis: unless(plots.axis, begun.axis),
    smoothing: unless(plots.smoothing, begun.smoothing),
    form: unless(plots.logProbForm, scene?.form ?? begun.logProbForm),
    alike: plots.comparable,
    figure: runsView.getState().figure,
    secondFigure: runsView.getState().second,
    part: unless(part, scene?.part ?? insideStore.getInitialState().part),
    at: brought ? unless(moment, scene?.step ?? 'last') : null,
    pair: brought ? unless(pair + 1, 1) : null,
    against: against === 'base' ? against : (other ?? null),
    lessonStep: scene ? unless(lessonStore.getState().step + 1, 1) : null,
  }
}

const isCompared = (text: string): text is ComparedMetric => (COMPARED_METRICS as readonly string[]).includes(text)

/** What a link does not speak of is as the page begins. */
export function takeLook(look: LinkLook, tell: Tell): void {
  const begun = plotView.getInitialState()
  plotView.setState({
    axis: look.axis ?? begun.axis,
    smoothing: look.smoothing ?? begun.smoothing,
    logProbForm: look.form ?? begun.logProbForm,
    comparable: look.alike,
    cursor: null,
  })
  const figure = (asked: string | null): ComparedMetric | null => {
    if (asked === null || isCompared(asked)) return asked
    tell({ kind: 'missing', name: asked })
    return null
  }
  runsView.setState({ figure: figure(look.figure), second: figure(look.secondFigure) })
  insideStore.setState({ ...insideStore.getInitialState(), part: look.part ?? insideStore.getInitialState().part })
}

/** What a link says goes before what the step of its lesson brings. */
export function lookBesideScene({ form, alike, part }: LinkLook): void {
  if (alike) plotView.setState({ comparable: true })
  if (form !== null) plotView.setState({ logProbForm: form })
  if (part !== null) showPart(part)
}

/** At a first visit the run is still on its way: the moment waits for it. A run of one's own has moments of its own. */
export function takeMoment(
  stage: Pick<Playground, 'session' | 'overlays'>,
  look: LinkLook,
  tell: Tell,
  isLatest: () => boolean,
) {
  const { session, overlays } = stage
  takeAgainst(look.against, overlays, tell)
  if (look.at === EMPTY_LOOK.at && look.pair === EMPTY_LOOK.pair) return
  const take = () => {
    if (isLatest()) takeMomentOf(session.getState(), look, tell)
  }
  if (session.getState().runConfig !== null) return take()
  const end = session.subscribe(({ runConfig }) => {
    if (runConfig === null && isLatest()) return
    end()
    take()
  })
}

function takeAgainst(asked: string | null, overlays: Playground['overlays'], tell: Tell): void {
  if (asked === null) return
  const against = asked === 'base' ? asked : recordingKey(asked)
  const isThere = asked === 'base' || overlays.getState().overlays.some(({ key }) => key === against)
  if (isThere) insideStore.setState({ against })
  else tell({ kind: 'missing', name: asked })
}

function takeMomentOf({ recorded, runConfig, totalSteps }: Session, { at, pair }: LinkLook, tell: Tell): void {
  const within = (name: string, asked: number, most: number): number => {
    const taken = Math.min(asked, Math.max(1, most))
    if (taken < asked) tell({ kind: 'clamped', name, asked: String(asked), taken: String(taken) })
    return taken
  }
  if (recorded === null || runConfig === null) {
    for (const [name, asked] of Object.entries({ at, pair })) {
      if (asked !== null) tell({ kind: 'dropped', name, asked: String(asked) })
    }
    return
  }
  if (at !== null) showMoment(runConfig, at === 'last' ? null : within('at', at, totalSteps))
  if (pair !== null) insideStore.setState({ pair: within('pair', pair, runConfig.evaluation.tokenPairs) - 1 })
}
