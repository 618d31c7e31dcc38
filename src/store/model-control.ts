/** @file The verbs around the model: loading and leaving it, its adapter, what is kept of the Hub, and saving. */
import type { Client } from '../client/client'
import { words } from '../i18n/words'
import type { ErrorReport } from '../protocol/errors'
import type { CachedRepository } from '../protocol/hub'
import type { ModelSource, WorkerCommand, WorkerEvent } from '../protocol/messages'
import type { RunConfig } from '../protocol/run-config'
import type { ConfigStore } from './config-store'
import { isInRun, isUnsaved } from './readiness'
import { withError } from './session-events'
import type { Session, SessionStore } from './session-store'

type BaseWeights = RunConfig['tuning']['baseWeights']
type Load = Extract<WorkerCommand, { type: 'load-model' }>

interface AdapterFiles {
  name: string
  files: File[]
}

interface Parts {
  config: ConfigStore
  session: SessionStore
  send: Client['send']
  /** Keeps the address of the Hub for the next visit. */
  rememberEndpoint: (endpoint: string) => void
  /** That the browser does not clear by itself what is fetched; some ask the person. */
  askForPersistence: () => Promise<boolean>
}

const NOTHING_YET = {
  file: null,
  loaded: 0,
  total: null,
  state: 'fetching',
  began: null,
  bytesPerSecond: null,
  plan: null,
} as const

const LOADS = ['load-model', 'load-adapter'] as const

/** Says itself in the language of the page whenever it is shown. */
const IN_RUN: ErrorReport = {
  code: 'run/not-ready',
  get message() {
    return words.model.inRun
  },
  get remedy() {
    return words.model.inRunRemedy
  },
}

export function createModelControl({ config, session, send, rememberEndpoint, askForPersistence }: Parts) {
  /** On its way; it counts as loaded once the worker says so. */
  let asked: Load | null = null
  let loaded: Load | null = null
  let adapter: AdapterFiles | null = null
  let askedAdapter: AdapterFiles | null = null
  let saveCount = 0
  /** The run that is being packed, and how far it was. */
  let packed: Pick<Session, 'runConfig' | 'step'> | null = null
  /** What `heldBack` of the session speaks of. */
  let whatWaits: (() => void) | null = null

  const withoutErrors = (...during: WorkerCommand['type'][]) =>
    session.getState().errors.filter((shown) => !(during as string[]).includes(shown.during))

  function ask(load: Load): void {
    if (asked) send({ type: 'cancel-model' })
    asked = load
    const { name, kind } = load.source
    session.setState({
      modelProgress: { ...NOTHING_YET, name, kind },
      hubNotices: [],
      errors: withoutErrors(...LOADS),
    })
    send(load)
  }

  const askFor = (source: ModelSource) =>
    ask({ type: 'load-model', source, baseWeights: config.getState().config.tuning.baseWeights })

  /** A run stands on its model: it is not pulled from under it. */
  function refusedInRun(during: (typeof LOADS)[number]): boolean {
    if (!isInRun(session.getState())) return false
    session.setState({ errors: withError({ ...session.getState(), errors: withoutErrors(during) }, during, IN_RUN) })
    return true
  }

  /** Does it at once, or, where a result that is not saved would be lost, when the person has said so. */
  function unlessLost(verb: Exclude<Session['heldBack'], null>, act: () => void): void {
    const waits = isUnsaved(session.getState())
    whatWaits = waits ? act : null
    session.setState(waits ? { heldBack: verb, errors: withoutErrors(...LOADS) } : { heldBack: null })
    if (!waits) act()
  }

  function answer(goOn: boolean): void {
    const act = whatWaits
    whatWaits = null
    session.setState({ heldBack: null })
    if (goOn) act?.()
  }

  function onSaved(): void {
    const { runConfig } = session.getState()
    if (packed && packed.runConfig === runConfig) session.setState({ savedStep: packed.step })
    packed = null
  }

  function attach(files: AdapterFiles): void {
    askedAdapter = files
    session.setState({ adapterLoading: true, errors: withoutErrors(...LOADS) })
    send({ type: 'load-adapter', ...files })
  }

  const listStorage = () => send({ type: 'list-storage' })

  function onModel(model: Extract<WorkerEvent, { type: 'model' }>['model']): void {
    const again = asked !== null && asked.source === loaded?.source
    loaded = asked ?? loaded
    asked = null
    config.getState().chooseModel(model)
    // The same model, held otherwise or by another worker: its adapter goes on it again.
    if (again && adapter) attach(adapter)
    else adapter = null
  }

  function onAdapter(isOn: boolean, wasOn: boolean): void {
    const report = session.getState().adapter
    if (isOn || wasOn) config.getState().chooseAdapter(report)
    if (isOn) adapter = askedAdapter ?? adapter
    askedAdapter = null
  }

  /** Nothing is awaited any more, and what was loaded before is loaded still. */
  function onModelFailure(): void {
    const { set, config: form } = config.getState()
    // What the form says of the weights is how they are held.
    const held = loaded?.baseWeights
    if (held && held !== form.tuning.baseWeights) set('tuning.baseWeights', held)
    if (asked?.source.kind === 'hub') listStorage()
    asked = null
  }

  return {
    /** After a message was taken into the session; `before` is the session as it was until then. */
    onEvent(event: WorkerEvent, before: Session): void {
      if (event.type === 'model') {
        if (before.adapter) config.getState().chooseAdapter(null)
        onModel(event.model)
      } else if (event.type === 'adapter') {
        onAdapter(event.adapter !== null, before.adapter !== null)
      } else if (event.type === 'error') {
        if (event.during === 'load-adapter') askedAdapter = null
        // One that was given up for another says so while the other is on its way.
        if (event.during === 'load-model' && session.getState().modelProgress === null) onModelFailure()
      } else if (event.type === 'saved' && event.what !== 'trl') {
        onSaved()
      } else if (event.type === 'run-state' && !isInRun(session.getState())) {
        session.setState({ errors: session.getState().errors.filter((shown) => shown.error !== IN_RUN) })
      }
      // Nothing is lost by it any more.
      if (session.getState().heldBack && !isUnsaved(session.getState())) answer(true)
    },
    /** For a worker that was opened anew. */
    loadAgain(): void {
      const load = session.getState().modelProgress ? asked : loaded
      asked = null
      if (load) ask(load)
    },

    loadModel(source: ModelSource): void {
      if (refusedInRun('load-model')) return
      unlessLost('load', () => {
        if (source.kind === 'hub') void askForPersistence()
        askFor(source)
      })
    },
    cancelModel(): void {
      session.setState({ modelProgress: null, queued: false })
      send({ type: 'cancel-model' })
    },
    /** How frozen weights are held is decided as they are loaded. */
    chooseBaseWeights(baseWeights: BaseWeights): void {
      if (isInRun(session.getState())) return
      const { set } = config.getState()
      unlessLost('load', () => {
        set('tuning.baseWeights', baseWeights)
        if (loaded) ask({ ...loaded, baseWeights })
      })
    },

    loadAdapter(name: string, files: File[]): void {
      if (!refusedInRun('load-adapter')) unlessLost('load', () => attach({ name, files }))
    },
    removeAdapter(): void {
      unlessLost('remove', () => {
        adapter = null
        send({ type: 'remove-adapter' })
      })
    },
    /** To what is held back: do it and lose the result, or keep that. */
    loseResult: () => answer(true),
    keepResult: () => answer(false),

    listStorage,
    deleteCached: ({ kind, name, commit, host }: CachedRepository) =>
      send({ type: 'delete-cached', kind, name, commit, host }),
    dismissHubNotice(told: Session['hubNotices'][number]): void {
      session.setState({ hubNotices: session.getState().hubNotices.filter((other) => other !== told) })
    },
    setEndpoint(endpoint: string): void {
      rememberEndpoint(endpoint)
      session.setState({ hubEndpoint: endpoint })
      send({ type: 'set-hub', endpoint })
    },

    saveModel(form: 'merged' | 'adapter'): void {
      const { runConfig, step } = session.getState()
      packed = { runConfig, step }
      session.setState({ saving: form, errors: withoutErrors('save-model') })
      send({ type: 'save-model', id: ++saveCount, form })
    },
  }
}
