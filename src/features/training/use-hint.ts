/** @file Decides when the hint of the first minute is due: once in a lifetime, after a minute of the first run. */
import { useEffect, useState } from 'react'
import { useSession } from '../../store/playground'

const AFTER_MS = 60_000
const KEY = 'preference-playground:hint'

function seen(): boolean {
  try {
    return localStorage.getItem(KEY) !== null
  } catch {
    // Storage may be forbidden; then the hint is not worth repeating at every visit.
    return true
  }
}

export function useHint(): [boolean, () => void] {
  const [due, setDue] = useState(false)
  const recorded = useSession((s) => s.recorded !== null)
  const training = useSession((s) => s.runState === 'running' && s.recorded === null)
  const done = useSession((s) => s.finished?.reason === 'completed' && s.recorded === null)

  useEffect(() => {
    // Another run was begun: the line says again what goes on.
    if (training) setDue(false)
    if (!training || seen()) return
    const timer = setTimeout(() => setDue(true), AFTER_MS)
    return () => clearTimeout(timer)
  }, [training])

  useEffect(() => {
    if (done && !seen()) setDue(true)
  }, [done])

  const close = () => {
    setDue(false)
    localStorage.setItem(KEY, 'seen')
  }
  return [due && !recorded, close]
}
