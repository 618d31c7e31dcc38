/** @file The page's side of the service worker: registers it, tells of new versions, isolates the page where it must. */

/** Set by a host that does not want isolation: `<meta name="isolation" content="off">`. */
const isIsolationOff = (): boolean =>
  document.querySelector<HTMLMetaElement>('meta[name="isolation"]')?.content === 'off'

/** That the page was reloaded for isolation: once in a tab, whatever came of it. */
const RELOADED = 'preference-playground:isolated'

type Reload = () => void

let newVersion: Reload | null = null
/** This page told the new version to take over. */
let asked = false
const listeners = new Set<(reload: Reload) => void>()

function tell(reload: Reload): void {
  newVersion = reload
  for (const listener of listeners) listener(reload)
}

/** Hears of a version that waits, with what changes to it. Returns what ends the listening. */
export function onNewVersion(listener: (reload: Reload) => void): () => void {
  listeners.add(listener)
  if (newVersion) listener(newVersion)
  return () => listeners.delete(listener)
}

function watch(registration: ServiceWorkerRegistration): void {
  const offer = (worker: ServiceWorker) =>
    tell(() => {
      asked = true
      worker.postMessage('take-over')
    })
  const onInstalled = (worker: ServiceWorker) => {
    // The first one of all replaces nothing.
    if (worker.state === 'installed' && registration.active) offer(worker)
  }
  const follow = () => {
    const worker = registration.installing
    worker?.addEventListener('statechange', () => onInstalled(worker))
  }
  if (registration.waiting) onInstalled(registration.waiting)
  // The browser may have found it before this page could listen.
  follow()
  registration.addEventListener('updatefound', follow)
}

/** The page that asked for the new version reloads; another tab is offered to. */
function followTakeOver(): void {
  let controlled = navigator.serviceWorker.controller !== null
  navigator.serviceWorker.addEventListener('controllerchange', () => {
    if (!controlled) controlled = true
    else if (asked) location.reload()
    else tell(() => location.reload())
  })
}

function reloadOnce(): void {
  try {
    if (sessionStorage.getItem(RELOADED) !== null) return
    sessionStorage.setItem(RELOADED, 'once')
  } catch {
    // Where nothing can be remembered a reload could follow upon a reload.
    return
  }
  location.reload()
}

/** Resolves when the worker answers for this page. */
async function controlled(): Promise<void> {
  await navigator.serviceWorker.ready
  if (navigator.serviceWorker.controller) return
  await new Promise<void>((resolve) =>
    navigator.serviceWorker.addEventListener('controllerchange', () => resolve(), { once: true }),
  )
}

/** `mayReload`: threads would help here, and nothing on the page would be lost. */
export async function keepOffline(mayReload: () => boolean): Promise<void> {
  const container = navigator.serviceWorker as ServiceWorkerContainer | undefined
  // Not offered over plain http, nor in some private windows.
  if (!container) return
  if (!import.meta.env.PROD) {
    // A build that was served here before must not answer for the sources.
    for (const registration of await container.getRegistrations()) await registration.unregister()
    return
  }
  const off = isIsolationOff()
  const script = new URL(`service-worker.js${off ? '?isolate=off' : ''}`, document.baseURI)
  followTakeOver()
  try {
    watch(await container.register(script, { updateViaCache: 'none' }))
  } catch (error) {
    // The page works as before, with a network.
    console.warn('The page will not work offline: its service worker could not be started.', error)
    return
  }
  await controlled()
  container.controller?.postMessage('tidy')
  if (!off && !crossOriginIsolated && mayReload()) reloadOnce()
}
