/** @file What the world knows about its animals; a value that two animals share is true of both. */

export interface Animal {
  name: string
  /** How to behave when one meets it, or keeps it. */
  group: 'wild' | 'shy' | 'bird' | 'farm' | 'insect'
  kind: string
  home: string
  foods: readonly [string, string, string]
  looks: string
  /** When it is awake. */
  awake: string
  skill: string
  young: string
  winter: string
}

const animal = (
  name: string,
  group: Animal['group'],
  kind: string,
  home: string,
  foods: Animal['foods'],
  looks: string,
  awake: string,
  skill: string,
  young: string,
  winter: string,
): Animal => ({ name, group, kind, home, foods, looks, awake, skill, young, winter })

const NIGHT = 'at night'
const DAY = 'during the day'
const DUSK = 'in the early morning'

// biome-ignore format: one animal a line
export const ANIMALS: readonly Animal[] = [
  animal('fox', 'shy', 'a clever hunter', 'in a den under the ground', ['mice', 'berries', 'eggs'], 'red fur and a long thick tail', NIGHT, 'hear a mouse under the snow', 'four or five cubs', 'grows thick fur'),
  animal('bear', 'wild', 'a big strong animal', 'in a cave in the forest', ['honey', 'fish', 'berries'], 'brown fur and huge paws', DAY, 'catch a fish with one paw', 'two cubs', 'sleeps for months'),
  animal('wolf', 'wild', 'a wild relative of the dog', 'in a pack in the forest', ['deer', 'sheep', 'mice'], 'grey fur and yellow eyes', NIGHT, 'run for hours without a rest', 'five or six cubs', 'hunts in the snow'),
  animal('owl', 'bird', 'a silent hunter', 'in a hollow tree', ['mice', 'moths', 'frogs'], 'a round face and big eyes', NIGHT, 'turn its head nearly all the way round', 'three or four chicks', 'stays in its own wood'),
  animal('hedgehog', 'shy', 'a small round animal', 'under leaves in a garden', ['worms', 'beetles', 'slugs'], 'thousands of sharp spines', NIGHT, 'roll itself into a ball', 'four or five young', 'sleeps under a pile of leaves'),
  animal('squirrel', 'shy', 'a quick climber', 'in a nest of twigs', ['nuts', 'seeds', 'mushrooms'], 'a thick tail and sharp claws', DAY, 'jump from tree to tree', 'three young', 'lives on its hidden nuts'),
  animal('rabbit', 'shy', 'a small gentle animal', 'in a burrow', ['grass', 'carrots', 'clover'], 'long ears and a short white tail', DUSK, 'run in quick turns', 'six or more young', 'eats bark and twigs'),
  animal('mole', 'shy', 'a small digger', 'in dark tunnels', ['worms', 'beetles', 'grubs'], 'black fur and tiny eyes', 'by day and by night', 'dig many metres in a day', 'four young', 'digs deeper into the earth'),
  animal('bat', 'shy', 'the only animal with fur that flies', 'in an old attic', ['moths', 'flies', 'beetles'], 'wings of thin skin', NIGHT, 'find its way by sound', 'one pup', 'hangs asleep in a cave'),
  animal('deer', 'shy', 'a graceful animal', 'at the edge of the forest', ['grass', 'leaves', 'acorns'], 'long legs and a brown coat', DUSK, 'leap over a high fence', 'one or two fawns', 'gathers in herds'),
  animal('beaver', 'shy', 'a great builder', 'in a lodge in the water', ['bark', 'leaves', 'roots'], 'orange teeth and a flat tail', NIGHT, 'cut down a whole tree', 'two or three kits', 'stays in its warm lodge'),
  animal('otter', 'shy', 'a playful swimmer', 'on the bank of a river', ['fish', 'crabs', 'frogs'], 'smooth fur and webbed feet', DUSK, 'close its ears under water', 'two or three pups', 'slides on the ice'),
  animal('frog', 'shy', 'a small jumper', 'near a pond', ['flies', 'slugs', 'spiders'], 'green skin and long back legs', NIGHT, 'breathe through its skin', 'thousands of eggs', 'rests in the mud'),
  animal('snake', 'wild', 'a quiet hunter without legs', 'between warm stones', ['mice', 'frogs', 'lizards'], 'dry scales and a forked tongue', DAY, 'swallow things bigger than its head', 'about ten eggs', 'rests in a hole with others'),
  animal('badger', 'shy', 'a strong digger', 'in a sett under a hill', ['worms', 'roots', 'berries'], 'a striped face and short legs', NIGHT, 'dig faster than a man', 'two or three cubs', 'stays in bed when it is cold'),
  animal('mouse', 'shy', 'a tiny animal', 'in a hole in the wall', ['seeds', 'cheese', 'crumbs'], 'round ears and a long thin tail', NIGHT, 'squeeze through a very small gap', 'six or more young', 'moves into warm houses'),
  animal('horse', 'farm', 'a strong and loyal animal', 'in a stable', ['hay', 'oats', 'carrots'], 'a long mane and hard hooves', DAY, 'sleep on its feet', 'one foal', 'grows a longer coat'),
  animal('cow', 'farm', 'a calm farm animal', 'in a shed near the field', ['grass', 'hay', 'clover'], 'a wet nose and a heavy body', DAY, 'give twenty litres of milk a day', 'one calf', 'stays in the warm shed'),
  animal('sheep', 'farm', 'a gentle farm animal', 'in a flock on the hills', ['grass', 'herbs', 'hay'], 'thick wool and thin legs', DAY, 'remember many faces', 'one or two lambs', 'keeps warm in its wool'),
  animal('goat', 'farm', 'a curious farm animal', 'in a pen behind the house', ['leaves', 'hay', 'herbs'], 'a beard and two horns', DAY, 'climb steep rocks', 'one or two kids', 'needs a dry pen'),
  animal('pig', 'farm', 'a clever farm animal', 'in a sty', ['potatoes', 'corn', 'acorns'], 'a flat nose and a curly tail', DAY, 'smell food deep in the ground', 'ten or more piglets', 'needs a bed of straw'),
  animal('hen', 'farm', 'a useful farm bird', 'in a wooden coop', ['corn', 'seeds', 'worms'], 'brown feathers and a red comb', DAY, 'lay an egg nearly every day', 'about ten chicks', 'lays fewer eggs'),
  animal('duck', 'bird', 'a good swimmer', 'in the reeds', ['snails', 'seeds', 'weeds'], 'a flat beak and webbed feet', DAY, 'sleep with one eye open', 'eight or more ducklings', 'flies to open water'),
  animal('swan', 'bird', 'a large and proud bird', 'on a quiet lake', ['weeds', 'roots', 'grain'], 'white feathers and a long neck', DAY, 'fly over high mountains', 'five or six grey chicks', 'flies to open water'),
  animal('robin', 'bird', 'a small brave singer', 'in a hedge', ['worms', 'spiders', 'berries'], 'an orange breast', DAY, 'sing even in the dark', 'five or six chicks', 'comes close to houses'),
  animal('eagle', 'bird', 'a mighty hunter', 'on a high cliff', ['fish', 'rabbits', 'birds'], 'broad wings and a hooked beak', DAY, 'see a mouse from far away', 'one or two chicks', 'moves to lower valleys'),
  animal('stork', 'bird', 'a tall traveller', 'on a roof or a chimney', ['frogs', 'worms', 'mice'], 'long red legs and a red beak', DAY, 'clap loudly with its beak', 'three or four chicks', 'flies south to Africa'),
  animal('bee', 'insect', 'a hard worker', 'in a hive', ['nectar', 'pollen', 'honey'], 'black and yellow stripes', DAY, 'dance to show the way to flowers', 'many eggs in small cells', 'keeps warm in a crowd'),
  animal('ant', 'insect', 'a tiny worker', 'in a colony', ['seeds', 'nectar', 'crumbs'], 'six legs and a thin waist', DAY, 'carry many times its own weight', 'many eggs in small rooms', 'closes the doors of its nest'),
  animal('butterfly', 'insect', 'a colourful insect', 'among flowers', ['nectar', 'fruit', 'pollen'], 'four bright wings', DAY, 'taste with its feet', 'tiny eggs on a leaf', 'hides in a dry corner'),
]

export const ANIMAL_NAMES: readonly string[] = ANIMALS.map((one) => one.name)
export const animalByName = (name: string): Animal | undefined => ANIMALS.find((one) => one.name === name)

export type Aspect = 'kind' | 'home' | 'food' | 'looks' | 'awake' | 'skill' | 'young' | 'winter'
export const ASPECTS: readonly Aspect[] = ['kind', 'home', 'food', 'looks', 'awake', 'skill', 'young', 'winter']
