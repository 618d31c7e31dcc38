import { expect, it } from 'vitest'
import { tunnelCommand } from './insecure-address'

it('a tunnel begins at a port that anybody may open', () => {
  expect(tunnelCommand({ hostname: 'school.test', port: '' })).toBe('ssh -L 8080:localhost:80 school.test')
  expect(tunnelCommand({ hostname: 'school.test', port: '4173' })).toBe('ssh -L 4173:localhost:4173 school.test')
})
