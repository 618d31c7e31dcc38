/** @file True once something has gone on for a while: what is over sooner needs no word. */
import { useEffect, useState } from 'react'

const WHILE = 500

export function useAfter(goesOn: boolean): boolean {
  const [late, setLate] = useState(false)
  useEffect(() => {
    if (!goesOn) return setLate(false)
    const timer = setTimeout(() => setLate(true), WHILE)
    return () => clearTimeout(timer)
  }, [goesOn])
  return late && goesOn
}
