/** @file The address bar: follows the page quietly, and opens what is entered there, asking where something would be lost. */
import { parseRepository } from '../../client/hub-name'
import { type LinkState, readLink } from '../../protocol/link'
import type { Playground } from '../playground'
import { isUnderWay, isUnsaved } from '../readiness'
import { uiStore } from '../ui-store'
import { classStore } from './class-store'
import { addressOf, currentLink, openLink } from './link'
import { onLook } from './link-look'
import { linkStore } from './link-store'

type Stage = Pick<Playground, 'config' | 'session' | 'control' | 'overlays'>

/** Milliseconds without a change, after which the address is written; browsers count how often that is done. */
const QUIET_MS = 500

export interface LinkControl {
  /** Opens what the address says, then keeps the address in step with the page; `ready`: recordings are listed. */
  begin(ready: Promise<unknown>): Promise<void>
  /** To an address that waits: leave the run and open it, or stay. */
  openPending(): void
  stay(): void
  /** The model that the link was made with; its settings come after it, since a model brings its own. */
  loadOffered(): void
  /** The same page without the rules of the class. */
  unrestrict(): void
}

export function createLinkControl(stage: Stage): LinkControl {
  const { config, session, control, overlays } = stage
  /** A first visit has an address without a link, and goes on having one. */
  const first = addressOf(currentLink(stage))
  let timer: ReturnType<typeof setTimeout> | null = null
  /** While a link is being opened the page is not yet what the address says. */
  let opening = 0
  let ready: Promise<unknown> = Promise.resolve()

  const addressNow = (): string => {
    const address = addressOf(currentLink(stage))
    return address === first ? location.origin + location.pathname : address
  }

  function write(): void {
    timer = null
    const waits = opening > 0 || linkStore.getState().pending !== null
    // Settings that cannot be run are nothing to hand on.
    if (waits || Object.keys(config.getState().problems).length > 0) return
    const address = addressNow()
    const { origin, pathname, hash } = location
    if (address !== origin + pathname + hash) history.replaceState(history.state, '', address)
  }

  function later(): void {
    if (timer !== null) clearTimeout(timer)
    timer = setTimeout(write, QUIET_MS)
  }

  function follow(): void {
    const { recorded, dataSources, model, adapter, recordings } = session.getState()
    let told: unknown[] = [recorded, dataSources, model, adapter, recordings]
    session.subscribe((now) => {
      const next = [now.recorded, now.dataSources, now.model, now.adapter, now.recordings]
      if (next.some((value, i) => value !== told[i])) later()
      told = next
    })
    for (const store of [config, uiStore, overlays, classStore, linkStore]) store.subscribe(later)
    onLook(later)
  }

  async function open(hash: string): Promise<void> {
    opening++
    try {
      await openLink(stage, hash, ready)
    } finally {
      opening--
      later()
    }
  }

  const isReplay = (state: Pick<LinkState, 'class'>): boolean => state.class?.replayOnly ?? false

  function openOrAsk(): void {
    const { hash } = location
    const { state } = readLink(hash)
    const now = session.getState()
    const losesRun = isUnsaved(now) && (state.show !== null || state.lesson !== null)
    if (isUnderWay(now) || losesRun) linkStore.setState({ pending: hash })
    else if (isReplay(state) !== isReplay({ class: classStore.getState().rules })) location.reload()
    else void open(hash)
  }

  /** As soon as the run that is left has ended. */
  function whenFree(act: () => void): void {
    if (!isUnderWay(session.getState())) {
      act()
      return
    }
    const end = session.subscribe((now) => {
      if (isUnderWay(now)) return
      end()
      act()
    })
  }

  return {
    async begin(listed) {
      ready = listed
      if (location.hash.length > 1) await open(location.hash)
      follow()
      window.addEventListener('hashchange', openOrAsk)
    },
    openPending() {
      linkStore.setState({ pending: null })
      control.pause()
      control.reset()
      whenFree(openOrAsk)
    },
    stay() {
      linkStore.setState({ pending: null })
    },
    loadOffered() {
      const { offer } = linkStore.getState()
      const repository = offer && parseRepository(offer.model, 'model')
      if (!offer || !repository) return
      const end = control.subscribe((event) => {
        if (event.type === 'error' && event.during === 'load-model') end()
        if (event.type !== 'model') return
        end()
        linkStore.setState({ offer: null })
        if (!offer.config || event.model.commit === undefined) return
        const { model, adapter, sources } = config.getState().config
        config.getState().load({ ...offer.config, model, adapter, sources })
      })
      control.loadModel({ kind: 'hub', name: offer.model, repository })
    },
    unrestrict() {
      const replay = isReplay({ class: classStore.getState().rules })
      classStore.setState({ rules: null, refused: false })
      write()
      if (replay) location.reload()
    },
  }
}
