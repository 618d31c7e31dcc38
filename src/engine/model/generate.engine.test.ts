import { describeOnBackends } from '../../../tests/support/browser-backends'
import { testGeneration } from '../../../tests/support/generate-cases'

describeOnBackends('generation', (backend) => testGeneration({ quick: backend === 'webgpu' }))
