/** @file Puts the page together: stores, worker, the bundled model, the default set, and the recorded run. */
import { knownEndpoint, rememberEndpoint } from '../client/hub-endpoint'
import { isPhone } from '../client/is-phone'
import { askForPersistence } from '../client/persistence'
import { fetchRecordedRun, fetchRecordings } from '../client/recorded-runs'
import { createReplayClient } from '../client/replay-client'
import { saveFile } from '../client/save-file'
import { keepOffline } from '../client/service-worker-client'
import { createTrainingClient } from '../client/training-client'
import { readLink } from '../protocol/link'
import type { ModelSource } from '../protocol/messages'
import { openLabelShelf } from '../storage/labels/label-shelf'
import { openRunStore } from '../storage/runs/open-run-store'
import { createRunClaims } from '../storage/runs/run-claims'
import { openSweepShelf } from '../storage/sweeps/sweep-shelf'
import { createConfigStore } from '../store/config-store'
import { createLabelControl } from '../store/labels/label-control'
import type { Playground } from '../store/playground'
import { RunFigures } from '../store/plots/run-figures'
import { createRunControl } from '../store/run-control'
import { createOverlayStore } from '../store/runs/overlays'
import { createRunLibrary } from '../store/runs/run-library'
import { createSessionStore, type Session } from '../store/session-store'
import { guardConfig, guardControl } from '../store/sharing/class-locks'
import { classStore } from '../store/sharing/class-store'
import { firstLanguage, languageStore, speakLanguage } from '../store/sharing/language'
import { DEFAULT_RUN, DEFAULT_SET, whenSetsAreKnown } from '../store/sharing/link'
import { createLinkControl } from '../store/sharing/link-address'
import { createSweepControl } from '../store/sweeps/sweep-control'

/** Addresses beside the page: a build works from any folder. */
export const BUNDLED_MODEL: ModelSource = {
  kind: 'url',
  name: 'small-world',
  url: new URL('models/small-world/', document.baseURI).href,
}

export function createPlayground(): Playground {
  const config = guardConfig(createConfigStore('dpo', [DEFAULT_SET]))
  const session = createSessionStore()
  const figures = new RunFigures()
  const control = guardControl(
    createRunControl({
      config,
      session,
      figures,
      openClient: () => createTrainingClient(),
      openReplay: (run) => createReplayClient(run),
      saveFile,
      rememberEndpoint,
      askForPersistence,
    }),
  )
  session.setState({ hubEndpoint: knownEndpoint() })
  languageStore.subscribe(() => config.getState().sayAgain())
  const overlays = createOverlayStore()
  const link = createLinkControl({ config, session, control, overlays })
  const library = createRunLibrary({
    session,
    config,
    control,
    overlays,
    openStore: openRunStore,
    claims: createRunClaims(),
  })
  const labels = createLabelControl({ config, session, control, openShelf: () => openLabelShelf() })
  const sweeps = createSweepControl({ config, session, control, library, openShelf: () => openSweepShelf() })
  return { config, session, figures, control, overlays, link, library, labels, sweeps }
}

export async function start({ control, session, labels, link }: Playground): Promise<void> {
  const { state: asked } = readLink(location.hash)
  void speakLanguage(firstLanguage(asked.lang))
  void labels.set.getState().open()
  const recordings = fetchRecordings().then((entries) => session.setState({ recordings: entries }))
  const opened = link.begin(recordings)
  if (isPhone() || classStore.getState().rules?.replayOnly) {
    control.replayOnly(await fetchRecordedRun(DEFAULT_RUN), DEFAULT_RUN)
  } else {
    control.open()
    control.loadModel(BUNDLED_MODEL)
    // Data that a link asks for come once it is known which there are.
    if (asked.sets.length === 0) control.loadData([{ kind: 'built-in', id: DEFAULT_SET }])
    const run = await fetchRecordedRun(DEFAULT_RUN)
    if (asked.show || asked.lesson) await opened
    // A run that somebody started, or a recording that somebody chose, is not pushed aside.
    const { queued, runConfig } = session.getState()
    if (run && !queued && !runConfig) control.showRecorded(run, DEFAULT_RUN)
  }
  await Promise.all([recordings, whenSetsAreKnown({ session })])
  await keepOffline(() => threadsWouldHelp(session.getState()))
}

/** On the processor, while nobody has done anything that a reload would lose. */
const threadsWouldHelp = ({ device, runState, queued, replayOnly }: Session): boolean =>
  !replayOnly &&
  device?.backend === 'wasm' &&
  runState === 'idle' &&
  !queued &&
  !navigator.userActivation?.hasBeenActive

/** Asks before a run is lost with the tab, and keeps what it told so far. */
export function guardRun({ session, library }: Playground): void {
  window.addEventListener('pagehide', () => void library.flush())
  window.addEventListener('beforeunload', (event) => {
    if (session.getState().runState === 'running') event.preventDefault()
  })
}
