/** @file The verbs of lessons: open one, go through its steps, show what a step speaks of, try it, close it. */
import { createStore } from 'zustand/vanilla'
import { fetchRecordedRun } from '../../client/recorded-runs'
import { words } from '../../i18n/words'
import type { LessonId } from '../../protocol/lesson'
import type { RecordedRun } from '../../protocol/recorded-run'
import { chooseRecording } from '../choose-recording'
import type { Playground } from '../playground'
import { showMoment, showPart } from '../plots/inside-view'
import { type DrawnForm, drawnForm, plotView } from '../plots/plot-view'
import { isUnderWay } from '../readiness'
import type { Session } from '../session-store'
import { setHighlight, showView, uiStore } from '../ui-store'
import { LESSON_PLANS, recordingOf, type Scene } from './lesson-plans'

type Stage = Pick<Playground, 'session' | 'config' | 'control' | 'overlays'>
type FetchRun = (file: string) => Promise<RecordedRun | null>

export interface LessonState {
  /** The step that is read, from 0. */
  step: number
  /** What stands in the left column while a lesson is open. */
  tab: 'lesson' | 'settings'
}

export const lessonStore = createStore<LessonState>()(() => ({ step: 0, tab: 'lesson' }))

/** Overlays of lessons, and of nobody else, begin so. */
const keyOf = (arm: string): string => `recording:${recordingOf(arm)}`

/** Of two scenes in a hurry the later one wins. */
let scenes = 0
/** What this lesson put behind the shown run. */
let placed: string[] = []
/** How the plots were drawn before the lesson; null outside of lessons. */
let formBefore: DrawnForm | null = null

/** The scene that is on, or null where no lesson is open. */
export function currentScene(): Scene | null {
  const { lesson } = uiStore.getState()
  return lesson === null ? null : (LESSON_PLANS[lesson].scenes[lessonStore.getState().step] ?? null)
}

/** True while the plots show what the step speaks of. */
export const isShown = (session: Session, scene: Scene): boolean =>
  session.recorded !== null && session.recorded.file === recordingOf(scene.shown)

function takeOverlaysAway({ overlays }: Stage): void {
  for (const key of placed) overlays.getState().remove(key)
  placed = []
}

/** The same run keeps its colour through all steps of a lesson. */
const colorOf = (lesson: LessonId, arm: string): number => LESSON_PLANS[lesson].arms.indexOf(arm)

async function placeOverlays(stage: Stage, lesson: LessonId, arms: readonly string[], fetchRun: FetchRun) {
  const scene = scenes
  const runs = await Promise.all(arms.map(async (arm) => ({ arm, run: await fetchRun(recordingOf(arm)) })))
  if (scene !== scenes) return
  takeOverlaysAway(stage)
  for (const { arm, run } of runs) {
    if (!run) continue
    const key = keyOf(arm)
    // What somebody else has put there stays theirs.
    if (stage.overlays.getState().overlays.some((overlay) => overlay.key === key)) continue
    const { config, events } = run
    stage.overlays.getState().add({ key, name: armName(arm), config, color: colorOf(lesson, arm), events })
    placed.push(key)
  }
}

export const armName = (arm: string): string => (words.lessons.arms as Record<string, string>)[arm] ?? arm

/** Shows what the step speaks of; a run under way stays, with the lesson's runs behind it. */
export async function showScene(stage: Stage, fetchRun: FetchRun = fetchRecordedRun): Promise<void> {
  const scene = currentScene()
  const { lesson } = uiStore.getState()
  if (!scene || lesson === null) return
  scenes++
  showView(scene.view)
  setHighlight(scene.line)
  plotView.setState({ logProbForm: scene.form ?? plotView.getInitialState().logProbForm })
  if (scene.part) showPart(scene.part)
  const file = recordingOf(scene.shown)
  const kept = isUnderWay(stage.session.getState())
  const chosen =
    kept || stage.session.getState().recorded?.file === file
      ? Promise.resolve()
      : chooseRecording(stage, { file, name: armName(scene.shown), group: '' }, fetchRun)
  await Promise.all([
    chosen.then(() => lookAtMomentOf(stage, scene)),
    placeOverlays(stage, lesson, scene.behind, fetchRun),
  ])
}

/** Unless somebody has gone on to another step, or to another run, by then. */
function lookAtMomentOf({ session }: Stage, scene: Scene): void {
  if (currentScene() === scene && isShown(session.getState(), scene)) {
    showMoment(session.getState().runConfig, scene.step ?? null)
  }
}

export function goToStep(stage: Stage, step: number, fetchRun?: FetchRun): Promise<void> {
  lessonStore.setState({ step })
  return showScene(stage, fetchRun)
}

export function openLesson(stage: Stage, lesson: LessonId, fetchRun?: FetchRun, step = 0): Promise<void> {
  if (uiStore.getState().lesson === null) haveThePlots(stage)
  uiStore.setState({ lesson })
  lessonStore.setState({ step, tab: 'lesson' })
  return showScene(stage, fetchRun)
}

/** What the visitor compares with, and how, waits until the lesson is closed. */
function haveThePlots({ overlays }: Stage): void {
  overlays.getState().putAside()
  formBefore = drawnForm(plotView.getState())
  plotView.setState(drawnForm(plotView.getInitialState()))
}

/** Its runs leave the plots, for those that were there before; the recording that it showed stays. */
export function leaveLesson(stage: Stage): void {
  scenes++
  takeOverlaysAway(stage)
  stage.overlays.getState().bringBack()
  formBefore = null
  uiStore.setState({ lesson: null })
  setHighlight(null)
}

/** The plots are drawn as before the lesson, too. */
export function closeLesson(stage: Stage): void {
  if (formBefore) plotView.setState(formBefore)
  leaveLesson(stage)
}

/** The lesson's settings into the form, and Play; the recording of the same settings stays behind the live run. */
export async function tryLive(stage: Stage, fetchRun: FetchRun = fetchRecordedRun): Promise<void> {
  const { lesson } = uiStore.getState()
  if (lesson === null || isUnderWay(stage.session.getState())) return
  const { live } = LESSON_PLANS[lesson]
  const shown = currentScene()
  const [run, before] = await Promise.all([fetchRun(recordingOf(live)), shown && fetchRun(recordingOf(shown.shown))])
  if (!run || isUnderWay(stage.session.getState())) return
  const { model, adapter, backend, tuning } = stage.config.getState().config
  stage.config.getState().load({ ...run.config, model, adapter, backend, tuning })
  const { dataSources } = stage.session.getState()
  const wanted = run.config.sources
  const isLoaded = dataSources.length === wanted.length && wanted.every((id, i) => isBuiltIn(dataSources[i], id))
  if (!isLoaded) stage.control.loadData(wanted.map((id) => ({ kind: 'built-in', id })))
  // What the page showed before may be of another lesson: this one may have been opened while a run was under way.
  if (before && shown) stage.control.returnTo({ ...before, name: armName(shown.shown) }, recordingOf(shown.shown))
  showView('plots')
  setHighlight(null)
  stage.control.play()
  scenes++
  await placeOverlays(stage, lesson, [live], fetchRun)
}

const isBuiltIn = (source: Session['dataSources'][number] | undefined, id: string): boolean =>
  source?.kind === 'built-in' && source.id === id
