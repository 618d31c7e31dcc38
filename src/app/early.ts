/** @file The page's first script, tiny: the worker loads beside the page instead of after it. */
import { isPhone } from '../client/is-phone'
import { startAhead } from '../client/training-client'

if (!isPhone()) startAhead()
