/** @file Labelling: the set of a person's own pairs, and the completions that are judged for it. */
import type { LabelShelf } from '../../storage/labels/label-shelf'
import type { ConfigStore } from '../config-store'
import type { RunControl } from '../run-control'
import type { SessionStore } from '../session-store'
import { createProposals, type Proposals } from './label-control-proposals'
import { createLabelSet, type LabelSet } from './label-control-set'

export interface LabelControl {
  set: LabelSet
  proposals: Proposals
}

interface Parts {
  config: ConfigStore
  session: SessionStore
  control: RunControl
  openShelf: () => Promise<LabelShelf>
}

export function createLabelControl(parts: Parts): LabelControl {
  const set = createLabelSet(parts)
  return { set, proposals: createProposals({ ...parts, set }) }
}
