/** @file What can be done with any plot: enlarge, look at the table, change the scale, take the values along. */
import { ActionIcon, Menu } from '@mantine/core'
import { ChartSpline, ClipboardCopy, EllipsisVertical, Expand, MoveVertical, Table2 } from 'lucide-react'

export interface PlotMenuProps {
  title: string
  view: 'plot' | 'table'
  onView: (view: 'plot' | 'table') => void
  /** Absent where the plot has no other scale. */
  scale?: 'linear' | 'asinh' | undefined
  onScale: (scale: 'linear' | 'asinh') => void
  onCopy: () => void
  onEnlarge?: (() => void) | undefined
}

const icon = { size: 14, 'aria-hidden': true } as const

export function PlotMenu({ title, view, onView, scale, onScale, onCopy, onEnlarge }: PlotMenuProps) {
  return (
    <Menu position="bottom-end" shadow="sm" withinPortal>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size={20} w={16} miw={16} aria-label={`${title}: more`}>
          <EllipsisVertical {...icon} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {onEnlarge && (
          <Menu.Item leftSection={<Expand {...icon} />} onClick={onEnlarge}>
            Enlarge
          </Menu.Item>
        )}
        {view === 'plot' ? (
          <Menu.Item leftSection={<Table2 {...icon} />} onClick={() => onView('table')}>
            Show the table
          </Menu.Item>
        ) : (
          <Menu.Item leftSection={<ChartSpline {...icon} />} onClick={() => onView('plot')}>
            Show the plot
          </Menu.Item>
        )}
        {scale && (
          <Menu.Item
            leftSection={<MoveVertical {...icon} />}
            onClick={() => onScale(scale === 'asinh' ? 'linear' : 'asinh')}
          >
            {scale === 'asinh' ? 'Linear scale' : 'Logarithmic scale, both signs (asinh)'}
          </Menu.Item>
        )}
        <Menu.Item leftSection={<ClipboardCopy {...icon} />} onClick={onCopy}>
          Copy the values (CSV)
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
