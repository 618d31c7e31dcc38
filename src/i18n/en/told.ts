/**
 * @file What reaches the page in English from elsewhere (the worker, recordings, the table of metrics), as this language
 * says it. English says what arrives; another language goes by codes and keys, and gives the original beneath.
 */
import type { DeviceReport } from '../../protocol/device'
import type { ErrorReport } from '../../protocol/errors'
import type { MemoryVerdict } from '../../protocol/memory'
import type { BuiltInSet } from '../../protocol/messages'
import { type MetricKey, metricInfo } from '../../protocol/metrics'
import type { NoticeEvent } from '../../protocol/train-events'

export const told = {
  metric: {
    label: (key: MetricKey) => metricInfo(key).label,
    unit: (key: MetricKey) => metricInfo(key).unit,
    meaning: (key: MetricKey) => metricInfo(key).meaning,
  },
  /** `original`: what it says in English, with the values; empty where that is said already. */
  error: {
    what: (error: ErrorReport) => error.message,
    remedy: (error: ErrorReport) => error.remedy,
    original: (_error: ErrorReport) => '',
  },
  notice: {
    what: (notice: Pick<NoticeEvent, 'code' | 'message'>) => notice.message,
    original: (_notice: Pick<NoticeEvent, 'code' | 'message'>) => '',
  },
  device: {
    name: (device: DeviceReport) => device.name,
    reason: (device: DeviceReport) => device.reason,
    remedy: (device: DeviceReport) => device.remedy,
  },
  /** Why a run broke off: the step and the rows that broke it. */
  brokeOff: (message: string) => message,
  memoryRemedy: (memory: MemoryVerdict) => memory.remedy ?? '',
  set: {
    name: (set: BuiltInSet) => set.name,
    description: (set: BuiltInSet) => set.description,
  },
  recording: {
    name: (name: string) => name,
    group: (group: string) => group,
  },
} as const
