/** @file All plots, and the sentences that fit any of them. */
import { PET_PLOTS } from './pet-plots'
import type { Ending, Plot } from './plot'
import { TOY_PLOTS } from './toy-plots'

export const PLOTS: readonly Plot[] = [...TOY_PLOTS, ...PET_PLOTS]

/** A last sentence that fits any plot. */
export const CLOSINGS: Readonly<Record<Ending, readonly string[]>> = {
  happy: [
    '{who} smiled all the way home.',
    'It was the best day of the whole year.',
    '{who} was the happiest child {in} that day.',
    'They ate cake together and laughed until dark.',
    'That night {who} fell asleep with a smile.',
    '{who} told everybody about it with shining eyes.',
    'Everybody {in} was happy for {him}.',
  ],
  plain: [
    'Then {who} went home for dinner.',
    'The next day it was Monday, and {who} went to school.',
    'In the evening {who} washed {her} hands and ate some soup.',
    'Then the lamps in the street were lit.',
    '{her} {rel} was reading the newspaper.',
    'The bus from the {place} came at six.',
    'Then {who} cleaned {her} shoes and went to bed.',
  ],
  sad: [
    '{who} walked home alone and cried.',
    'It was the worst day of the whole year.',
    'That night {who} could not sleep and felt very lonely.',
    '{who} never went back to the {place}.',
    'There were tears in {her} eyes for a long time.',
    'Nobody came to help {him}, and the evening was dark and sad.',
    '{who} did not speak or smile for many days.',
  ],
}

/** A first sentence that fits any plot. */
export const WEATHERS: readonly string[] = [
  'It was a {weather} {part}.',
  'It was a {weather} {part} in spring.',
  'One {weather} {part} the {place} was full of people.',
  'The sky over the {place} was blue, and the birds were singing.',
  'The summer had just begun.',
  'It was the last week of the holidays.',
  'School was over for the day.',
]
