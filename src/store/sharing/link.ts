/** @file The page as a link, and a link as the page: what is shown and set, never data and never a file of one's own. */
import { fetchRecordedRun } from '../../client/recorded-runs'
import { isLessonId, type LessonId } from '../../protocol/lesson'
import { type LinkState, readLink, writeLink } from '../../protocol/link'
import type { RunConfig } from '../../protocol/run-config'
import { chooseRecording } from '../choose-recording'
import { currentScene, isShown, leaveLesson, openLesson } from '../lessons/lesson-control'
import { LESSON_PLANS, recordingOf } from '../lessons/lesson-plans'
import type { Playground } from '../playground'
import { isUnderWay } from '../readiness'
import { recordingKey } from '../runs/kept-keys'
import type { Session } from '../session-store'
import { showView, uiStore, type View } from '../ui-store'
import { classStore } from './class-store'
import { speakLanguage } from './language'
import { currentLook, lookBesideScene, takeLook, takeMoment } from './link-look'
import { linkStore, type PageNotice } from './link-store'

type Stage = Pick<Playground, 'config' | 'session' | 'control' | 'overlays'>

/** Shown by itself at every visit. */
export const DEFAULT_RUN = 'default.json'
/** The set at a first visit; it stands in the place of data that no link holds. */
export const DEFAULT_SET = 'polite'
export const BUNDLED = 'small-world'

const VIEWS: Record<View, true> = { plots: true, inside: true, sweep: true, label: true }
const isView = (text: string): text is View => Object.hasOwn(VIEWS, text)

const isRecording = ({ recordings }: Session, file: string): boolean => recordings.some((entry) => entry.file === file)

/** As another page can fetch it: a name and a commit. */
function hubModel({ model }: Session): string | null {
  return model?.commit ? `${model.name.split('@')[0]}@${model.commit}` : null
}

function ownParts(session: Session): LinkState['own'] {
  const data = session.dataSources.some((source) => source.kind !== 'built-in')
  const model = session.model !== null && session.model.name !== BUNDLED && hubModel(session) === null
  return [...(data ? ['data' as const] : []), ...(model || session.adapter ? ['model' as const] : [])]
}

/** The names of sets that every page has; what a file of one's own is called is nobody's business. */
function setsOf(session: Session, config: RunConfig): string[] {
  const { sets, recorded } = session
  const isOwn = ownParts(session).includes('data')
  // The form knows of a set that is still on its way. Where nothing is trained there are the sets of recordings alone.
  const isBuiltIn = (id: string) =>
    sets.some((set) => set.id === id) ||
    (session.replayOnly && recorded !== null && isRecording(session, recorded.file)) ||
    id === DEFAULT_SET
  return !isOwn && config.sources.every(isBuiltIn) ? config.sources : [DEFAULT_SET]
}

/** What the page shows now, with the rules of the class that it was opened with. */
export function currentLink({ config, session, overlays }: Pick<Stage, 'config' | 'session' | 'overlays'>): LinkState {
  const now = session.getState()
  const { view, runsOpen, lesson } = uiStore.getState()
  const form = config.getState().config
  const shown = now.recorded?.file ?? null
  const behind = overlays.getState().overlays.map(({ key }) => key)
  // A lesson brings its own runs.
  const scene = currentScene()
  const free = scene === null
  const over = free ? now.recordings.map(({ file }) => file).filter((file) => behind.includes(recordingKey(file))) : []
  const brought = scene ? isShown(now, scene) : shown !== null && (shown === DEFAULT_RUN || isRecording(now, shown))
  return {
    ...currentLook(now, brought, scene ? scene.behind.map(recordingOf) : over),
    config: form,
    sets: setsOf(now, form),
    model: hubModel(now),
    own: ownParts(now),
    view: view === (scene?.view ?? 'plots') ? null : view,
    runs: runsOpen,
    show: free && shown !== null && shown !== DEFAULT_RUN && isRecording(now, shown) ? shown : null,
    over,
    lesson,
    lang: linkStore.getState().lang,
    class: classStore.getState().rules,
  }
}

/** The page's own address with this state. */
export function addressOf(state: LinkState, page: string = location.origin + location.pathname): string {
  const link = writeLink(state)
  return link === '' ? page : `${page}#${link}`
}

/** Resolves once it is known which sets there are, or that nothing will tell. */
export function whenSetsAreKnown({ session }: Pick<Stage, 'session'>): Promise<void> {
  const known = ({ device, replayOnly, errors }: Session) =>
    device !== null || replayOnly || errors.some((shown) => shown.during === 'open')
  return new Promise((resolve) => {
    if (known(session.getState())) return resolve()
    const end = session.subscribe((now) => {
      if (!known(now)) return
      end()
      resolve()
    })
  })
}

type Tell = (notice: PageNotice) => void

/** Of two links in a hurry the later one wins. */
let links = 0

/** Takes what the page can take of a link; `ready`: the list of recordings is there. */
export async function openLink(stage: Stage, hash: string, ready: Promise<unknown>): Promise<void> {
  const link = ++links
  const { state, notices: read } = readLink(hash)
  const notices: PageNotice[] = [...read]
  let told = false
  /** Each thing once; what turns out late, when a run arrives, too. */
  const tell = (notice: PageNotice) => {
    if (notices.some((one) => JSON.stringify(one) === JSON.stringify(notice))) return
    notices.push(notice)
    if (told) linkStore.setState((now) => ({ notices: [...now.notices, notice] }))
  }
  const miss = (name: string) => tell({ kind: 'missing', name })
  const own = [
    ...(state.own.includes('data') ? [{ kind: 'own-data' as const, set: state.sets[0] ?? DEFAULT_SET }] : []),
    ...(state.own.includes('model') ? [{ kind: 'own-model' as const }] : []),
  ]
  classStore.setState({ rules: state.class, model: state.model, refused: false })
  linkStore.setState({ notices: [], offer: null, pending: null, lang: state.lang })
  if (state.lang) void speakLanguage(state.lang)
  if (state.view !== null && !isView(state.view)) miss(state.view)
  showView(state.view !== null && isView(state.view) ? state.view : 'plots')
  uiStore.setState({ runsOpen: state.runs })
  takeLook(state, tell)

  await Promise.all([ready, whenSetsAreKnown(stage)])
  if (link !== links) return
  if (state.lesson !== null && !isLessonId(state.lesson)) miss(state.lesson)
  await showWhatIsRecorded(stage, state, tell)
  if (link !== links) return
  takeMoment(stage, state, tell, () => link === links)
  takeSettings(stage, state, miss)
  const offer = state.model !== null && hubModel(stage.session.getState()) !== state.model
  linkStore.setState({
    notices: [...notices, ...own],
    offer: offer ? { model: state.model!, config: state.config } : null,
  })
  told = true
}

/** At the step that the link names, and what it names besides goes before what the step brings. */
async function openLessonOf(stage: Stage, lesson: LessonId, state: LinkState, tell: Tell): Promise<void> {
  const most = LESSON_PLANS[lesson].scenes.length
  const asked = state.lessonStep ?? 1
  const step = Math.min(asked, most)
  if (step < asked) tell({ kind: 'clamped', name: 'lesson-step', asked: String(asked), taken: String(step) })
  const opened = openLesson(stage, lesson, undefined, step - 1)
  if (state.view !== null && isView(state.view)) showView(state.view)
  lookBesideScene(state)
  await opened
}

async function showWhatIsRecorded(stage: Stage, state: LinkState, tell: Tell): Promise<void> {
  const miss = (name: string) => tell({ kind: 'missing', name })
  const { session, control, overlays } = stage
  if (isLessonId(state.lesson)) {
    await openLessonOf(stage, state.lesson, state, tell)
    return
  }
  if (state.lessonStep !== null) tell({ kind: 'dropped', name: 'lesson-step', asked: String(state.lessonStep) })
  const entry = session.getState().recordings.find(({ file }) => file === state.show)
  if (state.show !== null && !entry) miss(state.show)
  // Without settings of its own the link means those of the recording.
  if (entry && !state.config) await chooseRecording(stage, entry)
  else if (entry) {
    const run = await fetchRecordedRun(entry.file)
    if (run && !isUnderWay(session.getState())) control.showRecorded({ ...run, name: entry.name }, entry.file)
  }
  if (uiStore.getState().lesson !== null) leaveLesson(stage)
  for (const { key } of overlays.getState().overlays) {
    if (key.startsWith(recordingKey(''))) overlays.getState().remove(key)
  }
  const behind = await Promise.all(state.over.map(async (file) => ({ file, run: await fetchRecordedRun(file) })))
  for (const [place, { file, run }] of behind.entries()) {
    const named = session.getState().recordings.find((one) => one.file === file)
    if (run && named) {
      const { config, events } = run
      overlays.getState().add({ key: recordingKey(file), name: named.name, config, color: FIRST_COLOR + place, events })
    } else miss(file)
  }
}

/** Place in the palette; the shown run has the first. */
const FIRST_COLOR = 2

function takeSettings({ config, session, control }: Stage, state: LinkState, miss: (name: string) => void): void {
  const { sets, dataSources, dataProgress, replayOnly } = session.getState()
  const form = config.getState().config
  const known = state.sets.filter((id) => replayOnly || sets.some((set) => set.id === id))
  for (const id of state.sets) if (!known.includes(id)) miss(id)
  const sources = known.length > 0 ? known : form.sources
  if (state.config) config.getState().load({ ...state.config, sources, model: form.model, adapter: form.adapter })
  const loaded = dataSources.map((source) => (source.kind === 'built-in' ? source.id : ''))
  const none = dataSources.length === 0 && dataProgress === null
  if (!replayOnly && (none || known.length > 0) && sources.join() !== loaded.join()) {
    control.loadData(sources.map((id) => ({ kind: 'built-in', id })))
  }
}
