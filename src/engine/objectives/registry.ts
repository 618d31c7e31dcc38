/** @file From options to an objective. A new objective is one new file and its line here (and its options in protocol). */
import type { ObjectiveName, ObjectiveOptions } from '../../protocol/objectives'
import { dpo } from './dpo'
import { ipo } from './ipo'
import type { Objective } from './objective'
import { orpo } from './orpo'
import { sft } from './sft'
import { simpo } from './simpo'
import { stepObjective } from './step-objective'

const OBJECTIVES: {
  [Name in ObjectiveName]: (options: Extract<ObjectiveOptions, { name: Name }>) => Objective
} = {
  dpo: (options) => stepObjective(dpo(options), options.sftWeight),
  ipo: (options) => stepObjective(ipo(options), options.sftWeight),
  simpo: (options) => stepObjective(simpo(options), options.sftWeight),
  orpo: (options) => stepObjective(orpo(options), options.sftWeight),
  sft,
}

export function createObjective(options: ObjectiveOptions): Objective {
  // TypeScript cannot see that the entry under `options.name` takes these very options.
  return (OBJECTIVES[options.name] as (options: ObjectiveOptions) => Objective)(options)
}
