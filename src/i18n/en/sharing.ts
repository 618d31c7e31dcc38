/** @file Words of links, lessons handed out, languages, working offline. */

export const sharing = {} as const
