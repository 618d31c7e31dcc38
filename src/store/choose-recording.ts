/** @file Shows a recording that a person chose: its figures in the plots, its settings in the form. */
import { fetchRecordedRun } from '../client/recorded-runs'
import { words } from '../i18n/words'
import type { RecordedRun, RecordedRunEntry } from '../protocol/recorded-run'
import type { Playground } from './playground'
import { isUnderWay } from './readiness'
import { withError } from './session-events'

type Recorder = Pick<Playground, 'session' | 'config' | 'control'>

/** Choices so far: of two in a hurry the later one wins, whichever arrives first. */
let choices = 0

export async function chooseRecording(
  playground: Recorder,
  { file, name }: RecordedRunEntry,
  fetchRun: (file: string) => Promise<RecordedRun | null> = fetchRecordedRun,
): Promise<void> {
  const { session, control } = playground
  const choice = ++choices
  const errors = session.getState().errors.filter((shown) => shown.during !== 'show-recording')
  session.setState({ errors })
  const run = await fetchRun(file)
  if (choice !== choices || isUnderWay(session.getState())) return
  if (!run) {
    const error = {
      code: 'data/missing-file',
      message: words.runs.missing(name),
      remedy: words.runs.missingRemedy,
    } as const
    session.setState({ errors: withError(session.getState(), 'show-recording', error) })
    return
  }
  control.showRecorded({ ...run, name }, file)
  takeSettings(playground, run)
}

/** The formula shows the recording's values, and Play trains it again; loaded files of one's own stay. */
export function takeSettings({ session, config, control }: Recorder, run: RecordedRun): void {
  const { sets, dataSources, replayOnly } = session.getState()
  const form = config.getState().config
  const builtIn = run.config.sources.every((id) => sets.some((set) => set.id === id))
  const ownData = dataSources.some((source) => source.kind !== 'built-in')
  const sources = replayOnly || (builtIn && !ownData) ? run.config.sources : form.sources
  // Model, device and what of the model is tuned are those of this page, wherever the recording was made.
  const { model, adapter, backend, tuning } = form
  config.getState().load({ ...run.config, sources, model, adapter, backend, tuning })
  if (!replayOnly && sources.join() !== form.sources.join()) {
    control.loadData(sources.map((id) => ({ kind: 'built-in', id })))
  }
}
