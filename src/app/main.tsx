/** @file Entry of the page. */
import '@mantine/core/styles.layer.css'
import 'uplot/dist/uPlot.min.css'
import '../components/theme.css'
import { MantineProvider } from '@mantine/core'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { theme } from '../components/theme'
import { PlaygroundContext } from '../store/playground'
import { App } from './app'
import { createPlayground, guardRun, start } from './start'

const playground = createPlayground()

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <MantineProvider theme={theme} defaultColorScheme="auto">
      <PlaygroundContext value={playground}>
        <App />
      </PlaygroundContext>
    </MantineProvider>
  </StrictMode>,
)
guardRun(playground)
void start(playground)
