/** @file Any text as text of a page: nothing in it is a tag, an attribute's end, or an entity. */

export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`)
