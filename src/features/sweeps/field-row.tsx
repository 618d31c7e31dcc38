/** @file One field that varies: listed values, or a range. */
import { X } from 'lucide-react'
import { useState } from 'react'
import { formatSetting } from '../../components/format'
import { NumberField } from '../../components/number-field'
import { Segmented } from '../../components/segmented'
import { TextInput } from '../../components/text-input'
import { words } from '../../i18n/words'
import type { SweepField } from '../../protocol/sweep'
import { pointsOf } from '../../protocol/sweep-trials'
import { asRange } from '../../store/sweeps/sweep-draft'
import { Choice } from './choice'
import styles from './field-row.module.css'
import { fieldName } from './names'

interface Props {
  field: SweepField
  grid: boolean
  onChange: (field: SweepField) => void
  onRemove: () => void
}

export const readValues = (text: string): number[] =>
  text
    .split(/[,;\s]+/)
    .filter((part) => part !== '')
    .map(Number)

const inRange = (field: SweepField): field is SweepField & { min: number; max: number } => field.values === undefined

export function FieldRow({ field, grid, onChange, onRemove }: Props) {
  const label = fieldName(field.path)
  const { path, scale, integer } = field
  const turn = (kind: 'values' | 'range') => {
    if (kind === 'range') {
      const range = asRange(field)
      const [only = 0] = field.values ?? []
      onChange(range.values === undefined ? range : { path, scale, integer, min: only, max: only + 1, count: 2 })
    } else onChange({ path, scale, integer, values: Number.isFinite(field.min! + field.max!) ? pointsOf(field) : [1] })
  }
  return (
    <li className={styles.row}>
      <span className={styles.name} title={path}>
        {label}
      </span>
      <div className={styles.kind}>
        <Segmented
          label={words.sweeps.kind(label)}
          value={inRange(field) ? 'range' : 'values'}
          options={{ values: words.sweeps.values, range: words.sweeps.range }}
          onChange={turn}
        />
      </div>
      {inRange(field) ? (
        <RangeOf field={field} grid={grid} label={label} onChange={onChange} />
      ) : (
        <ValuesOf field={field} label={label} onChange={onChange} />
      )}
      <button
        type="button"
        className={styles.remove}
        aria-label={words.sweeps.remove(label)}
        title={words.sweeps.remove(label)}
        onClick={onRemove}
      >
        <X size={14} aria-hidden />
      </button>
    </li>
  )
}

interface PartProps {
  field: SweepField
  label: string
  onChange: (field: SweepField) => void
}

function ValuesOf({ field, label, onChange }: PartProps) {
  // Text of its own only while somebody types: half a number must survive a render.
  const [typed, setTyped] = useState<string | null>(null)
  const values = field.values ?? []
  return (
    <div className={styles.values}>
      <TextInput
        wrong={values.length === 0 || values.some(Number.isNaN)}
        value={typed ?? values.map(formatSetting).join(', ')}
        aria-label={words.sweeps.valuesLabel(label)}
        placeholder={words.sweeps.valuesHint}
        onText={(text) => {
          setTyped(text)
          onChange({ ...field, values: readValues(text) })
        }}
        onBlur={() => {
          if (!values.some(Number.isNaN)) setTyped(null)
        }}
      />
    </div>
  )
}

function RangeOf({ field, grid, label, onChange }: PartProps & { grid: boolean }) {
  const { sweeps } = words
  const wrong = !(field.min! < field.max!) || (field.scale === 'log' && field.min! <= 0)
  const problem = wrong ? '' : undefined
  return (
    <div className={styles.range}>
      <NumberField
        label={sweeps.min(label)}
        value={field.min!}
        problem={problem}
        onChange={(min) => onChange({ ...field, min: min ?? Number.NaN })}
      />
      <span className={styles.quiet}>{sweeps.to}</span>
      <NumberField
        label={sweeps.max(label)}
        value={field.max!}
        problem={problem}
        onChange={(max) => onChange({ ...field, max: max ?? Number.NaN })}
      />
      <Choice
        label={sweeps.scaleLabel(label)}
        value={field.scale}
        options={sweeps.scales}
        onChange={(scale) => onChange({ ...field, scale })}
      />
      {grid && (
        <span className={styles.points}>
          <NumberField
            label={sweeps.pointsLabel(label)}
            value={field.count ?? null}
            optional
            onChange={(count) => onChange({ ...field, count: count ?? undefined })}
          />
          <span className={styles.quiet}>{sweeps.points}</span>
        </span>
      )}
    </div>
  )
}
