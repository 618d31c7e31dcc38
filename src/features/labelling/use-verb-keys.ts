/** @file Binds the verbs to their keys while the view is shown. */
import { useEffect, useRef } from 'react'
import { type Verb, verbForKey } from './verbs'

/** Milliseconds for which a new pair takes no verdict: a key that was pressed twice was not meant for it. */
const UNSEEN = 300

/** `shown` tells the pair that is there from the one before. */
export function useVerbKeys(verbs: readonly Verb[], shown: unknown): void {
  const since = useRef(0)
  useEffect(() => {
    since.current = performance.now()
  }, [shown])
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const verb = verbForKey(event, verbs)
      if (!verb) return
      event.preventDefault()
      const isVerdict = verb.id === 'first' || verb.id === 'second' || verb.id === 'tie'
      if (!isVerdict || performance.now() - since.current > UNSEEN) verb.run()
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [verbs])
}
