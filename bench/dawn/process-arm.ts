/** @file A contender in a process of its own: this very program, started once more. */
import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { Answer } from '../answer-calls'
import type { Arm, OpenOptions } from '../calls'
import type { ContenderName } from '../contenders/contender'

interface Waiting {
  resolve(value: unknown): void
  reject(error: Error): void
}

export async function openProcessArm(name: ContenderName, options: OpenOptions): Promise<Arm> {
  const child = fork(fileURLToPath(import.meta.url), { serialization: 'advanced' })
  const waiting = new Map<number, Waiting>()
  let nextId = 0
  child.on('message', ({ id, result, error }: Answer) => {
    const { resolve, reject } = waiting.get(id)!
    waiting.delete(id)
    if (error === undefined) resolve(result)
    else reject(new Error(error))
  })
  child.on('exit', (code) => {
    for (const { reject } of waiting.values()) reject(new Error(`the process of ${name} ended with ${code}`))
  })
  const call = (call: string, args: unknown[]): Promise<unknown> =>
    new Promise((resolve, reject) => {
      const id = nextId++
      waiting.set(id, { resolve, reject })
      child.send({ id, call, args })
    })
  const close = async () => void child.kill()
  try {
    const facts = (await call('open', [name, 'webgpu', options])) as Arm['facts']
    return { key: name, facts, call: ((name: string, ...args: unknown[]) => call(name, args)) as Arm['call'], close }
  } catch (error) {
    await close()
    throw error
  }
}
