/** @file Puts the page together: stores, worker, the bundled model, the default set, and the recorded run. */
import { knownEndpoint, rememberEndpoint } from '../client/hub-endpoint'
import { isPhone } from '../client/is-phone'
import { askForPersistence } from '../client/persistence'
import { fetchRecordedRun, fetchRecordings } from '../client/recorded-runs'
import { createReplayClient } from '../client/replay-client'
import { saveFile } from '../client/save-file'
import { createTrainingClient } from '../client/training-client'
import type { ModelSource } from '../protocol/messages'
import { createConfigStore } from '../store/config-store'
import { createOverlayStore } from '../store/overlays'
import type { Playground } from '../store/playground'
import { createRunControl } from '../store/run-control'
import { RunFigures } from '../store/run-figures'
import { createSessionStore } from '../store/session-store'

const DEFAULT_SET = 'polite'
const DEFAULT_RUN = 'default.json'

/** Addresses beside the page: a build works from any folder. */
export const BUNDLED_MODEL: ModelSource = {
  kind: 'url',
  name: 'small-world',
  url: new URL('models/small-world/', document.baseURI).href,
}

export function createPlayground(): Playground {
  const config = createConfigStore('dpo', [DEFAULT_SET])
  const session = createSessionStore()
  const figures = new RunFigures()
  const control = createRunControl({
    config,
    session,
    figures,
    openClient: () => createTrainingClient(),
    openReplay: (run) => createReplayClient(run),
    saveFile,
    rememberEndpoint,
    askForPersistence,
  })
  session.setState({ hubEndpoint: knownEndpoint() })
  return { config, session, figures, control, overlays: createOverlayStore() }
}

export async function start({ control, session }: Playground): Promise<void> {
  const recordings = fetchRecordings().then((entries) => session.setState({ recordings: entries }))
  if (isPhone()) {
    control.replayOnly(await fetchRecordedRun(DEFAULT_RUN), DEFAULT_RUN)
  } else {
    control.open()
    control.loadModel(BUNDLED_MODEL)
    control.loadData([{ kind: 'built-in', id: DEFAULT_SET }])
    const run = await fetchRecordedRun(DEFAULT_RUN)
    // A run that somebody started, or a recording that somebody chose, is not pushed aside.
    const { queued, runConfig } = session.getState()
    if (run && !queued && !runConfig) control.showRecorded(run, DEFAULT_RUN)
  }
  await recordings
}

/** Asks before a run is lost with the tab. */
export function guardRun({ session }: Playground): void {
  window.addEventListener('beforeunload', (event) => {
    if (session.getState().runState === 'running') event.preventDefault()
  })
}
