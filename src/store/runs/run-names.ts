/** @file Names for runs that people can remember and say: an adjective and an animal. */

const ADJECTIVES = (
  'amber bold brave bright brisk calm clever cosy curious dapper eager early fair fond gentle glad golden happy ' +
  'humble jolly keen kind lively lucky mellow merry mild misty modest nimble noble patient plucky polite proud quick ' +
  'quiet rapid rosy rustic sage serene shy silver sleek snug solid spry steady sunny swift tidy tranquil vivid warm ' +
  'wise witty young zesty'
).split(' ')

const ANIMALS = (
  'adder alpaca badger bat bear beaver bee bison bobcat camel cat civet cobra condor crab crane cricket crow deer ' +
  'dingo dove duck eagle eel egret elk falcon ferret finch fox frog gecko gibbon goose grouse hare hawk heron horse ' +
  'ibex ibis jay kestrel kiwi koala lark lemur lion llama lynx magpie marmot mole moose moth mouse newt ocelot orca ' +
  'otter owl ox panda parrot pigeon pika puffin quail rabbit raven robin salmon seal shrew skink sloth snail sparrow ' +
  'squid stoat stork swan tapir tern tiger toad trout turtle viper vole walrus weasel whale wolf wombat wren yak zebra'
).split(' ')

/** Of so many draws one is free, unless nearly all names are taken. */
const DRAWS = 50

/** @param random Numbers of [0, 1): the same ones give the same names. */
export function nameRun(taken: ReadonlySet<string>, random: () => number = Math.random): string {
  const pick = (list: readonly string[]) => list[Math.floor(random() * list.length)]!
  let name = ''
  for (let draw = 0; draw < DRAWS; draw++) {
    name = `${pick(ADJECTIVES)}-${pick(ANIMALS)}`
    if (!taken.has(name)) return name
  }
  let number = 2
  while (taken.has(`${name}-${number}`)) number++
  return `${name}-${number}`
}
