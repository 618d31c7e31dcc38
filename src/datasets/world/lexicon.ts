/** @file The words of the world that fill slots, and the class that each word belongs to. */

export const GIRLS = [
  'Mia',
  'Anna',
  'Ella',
  'Nina',
  'Ruth',
  'Lucy',
  'Emma',
  'Clara',
  'Rosa',
  'Alice',
  'Grace',
  'Hannah',
  'Julia',
  'Kate',
  'Lily',
  'Maria',
  'Nora',
  'Olivia',
  'Paula',
  'Sara',
  'Tina',
  'Vera',
  'Zoe',
  'Ida',
] as const

export const BOYS = [
  'Tom',
  'Leo',
  'Ben',
  'Max',
  'Sam',
  'Paul',
  'Jack',
  'Oscar',
  'Peter',
  'David',
  'Felix',
  'George',
  'Henry',
  'Ivan',
  'Jonas',
  'Karl',
  'Luke',
  'Martin',
  'Noah',
  'Omar',
  'Simon',
  'Victor',
  'Adam',
  'Hugo',
] as const

export const NAMES: readonly string[] = [...GIRLS, ...BOYS]

export const ADJECTIVES = [
  'red',
  'blue',
  'green',
  'yellow',
  'black',
  'white',
  'brown',
  'purple',
  'pink',
  'old',
  'new',
  'small',
  'big',
] as const

/** Things that neighbours ask for. */
export const TOOLS = [
  'umbrella',
  'bike',
  'ladder',
  'lamp',
  'tent',
  'blanket',
  'hammer',
  'basket',
  'bucket',
  'camera',
  'book',
  'coat',
  'scarf',
  'hat',
  'guitar',
  'map',
  'chair',
  'kettle',
  'pan',
  'suitcase',
  'torch',
  'rope',
  'spade',
  'ball',
  'watch',
  'bag',
  'radio',
  'jacket',
  'clock',
  'mirror',
] as const

/** Things that stories are about. */
export const TOYS = [
  'kite',
  'ball',
  'drum',
  'boat',
  'doll',
  'robot',
  'flute',
  'guitar',
  'train',
  'puppet',
  'whistle',
  'balloon',
  'camera',
  'lantern',
  'hat',
  'scarf',
  'umbrella',
  'basket',
  'book',
  'mask',
  'ring',
  'watch',
  'cup',
  'crown',
] as const

export const PETS = ['dog', 'cat', 'puppy', 'kitten', 'rabbit', 'pony', 'parrot', 'duck', 'goat', 'lamb'] as const

export const PET_ADJECTIVES = ['black', 'white', 'brown', 'old', 'small', 'big', 'young', 'shy'] as const

/** Places with the preposition that says where. */
export const PLACES = {
  park: 'in',
  forest: 'in',
  garden: 'in',
  village: 'in',
  castle: 'in',
  square: 'in',
  barn: 'in',
  orchard: 'in',
  meadow: 'in',
  museum: 'in',
  library: 'in',
  church: 'in',
  theatre: 'in',
  lake: 'at',
  pond: 'at',
  river: 'at',
  harbour: 'at',
  station: 'at',
  school: 'at',
  market: 'at',
  zoo: 'at',
  mill: 'at',
  farm: 'on',
  beach: 'on',
  island: 'on',
  hill: 'on',
  bridge: 'on',
  playground: 'on',
} as const
export type Place = keyof typeof PLACES

export const STORY_PLACES: readonly Place[] = [
  'park',
  'forest',
  'garden',
  'village',
  'castle',
  'square',
  'barn',
  'orchard',
  'meadow',
  'lake',
  'pond',
  'river',
  'harbour',
  'market',
  'mill',
  'farm',
  'beach',
  'island',
  'hill',
  'bridge',
  'playground',
]

export const NOTICE_PLACES: readonly Place[] = [
  'park',
  'garden',
  'village',
  'castle',
  'square',
  'barn',
  'museum',
  'library',
  'church',
  'theatre',
  'lake',
  'river',
  'harbour',
  'station',
  'school',
  'market',
  'zoo',
  'mill',
  'farm',
  'beach',
  'island',
  'playground',
]

/** These need the open air; the others can be anywhere. */
export const OUTDOOR_EVENTS = ['picnic', 'fair', 'race', 'match', 'parade'] as const
export const EVENTS: readonly string[] = [
  ...OUTDOOR_EVENTS,
  'concert',
  'party',
  'play',
  'dance',
  'wedding',
  'meeting',
  'lesson',
  'film',
  'show',
  'feast',
  'contest',
]

export const OUTDOOR_PLACES: readonly Place[] = [
  'park',
  'garden',
  'village',
  'square',
  'lake',
  'river',
  'harbour',
  'farm',
  'beach',
  'island',
  'playground',
]

export const DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const
export const HOURS = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven'] as const

export const RELATIVES = [
  'mother',
  'father',
  'brother',
  'sister',
  'grandmother',
  'grandfather',
  'aunt',
  'uncle',
  'cousin',
  'teacher',
  'friend',
] as const

export const WEATHER = ['sunny', 'warm', 'cool', 'bright', 'grey', 'quiet', 'fine', 'cloudy'] as const
export const DAY_PARTS = ['day', 'morning', 'afternoon'] as const

/** Where things are kept. */
export const SPOTS = [
  'by the door',
  'in the hall',
  'under the stairs',
  'on the table',
  'in the kitchen',
  'behind the sofa',
  'in the shed',
  'on the top shelf',
  'in the car',
  'next to the window',
  'under my bed',
  'in the cellar',
] as const

export const SOON = ['today', 'tomorrow', 'this morning', 'this afternoon', 'this evening', 'on Sunday'] as const

export const isGirl = (name: string): boolean => (GIRLS as readonly string[]).includes(name)

export const withArticle = (words: string): string => `${/^[aeiou]/.test(words) ? 'an' : 'a'} ${words}`

export const inPlace = (place: string): string => `${PLACES[place as Place] ?? 'in'} the ${place}`
