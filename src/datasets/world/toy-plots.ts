/** @file The plots of stories about a toy: lost, broken, in a storm, found, wished for, in a contest. */
import type { Plot } from './plot'

const lost: Plot = {
  about: 'toy',
  open: [
    '{who} took {her} {adj} {thing} to the {place}.',
    '{who} went to the {place} with {her} {adj} {thing}.',
    '{who} carried {her} {adj} {thing} all the way to the {place}.',
    '{who} and {her} {rel} spent the day {in} with {a} {adj} {thing}.',
  ],
  trouble: [
    '{she} put the {thing} under a tree and forgot it.',
    'When {she} turned around, the {thing} was gone.',
    'On the way back {she} dropped the {thing} and did not notice.',
    '{she} fell asleep in the grass, and then {she} could not find the {thing}.',
    'Somebody moved the {thing} while {she} was eating {her} lunch.',
  ],
  attempt: [
    '{she} looked under every bench and behind every tree.',
    '{she} asked everybody, but nobody had seen it.',
    '{her} {rel} helped {him} look for it.',
    '{she} walked back the same way and looked at the ground.',
  ],
  end: {
    happy: [
      'At last {she} found the {thing} in the tall grass and laughed.',
      'Then {her} {rel} found it behind a tree, and {who} jumped for joy.',
      'A kind woman brought the {thing} back, and {who} thanked her with a big smile.',
      'In the end {who} found the {thing} safe in {her} own bag.',
    ],
    plain: [
      'After an hour {who} decided to look again in the morning.',
      'It was getting late, so {who} walked back to the house.',
      '{who} wrote a note about the {thing} and put it on a wall.',
      'Then {who} went to ask at the shop.',
    ],
    sad: [
      '{who} never saw the {adj} {thing} again.',
      'The {thing} was gone, and {who} sat down and cried.',
      'Nobody ever found the {thing}, and {who} felt very sad.',
      'All {she} found was a broken piece of the {thing}.',
    ],
  },
}

const broken: Plot = {
  about: 'toy',
  open: [
    '{who} got {a} {adj} {thing} from {her} {rel}.',
    '{who} had {a} {adj} {thing}, and {she} took it everywhere.',
    'One day {who} brought {her} {adj} {thing} to the {place}.',
    '{who} wanted to show everybody {in} {her} {adj} {thing}.',
  ],
  trouble: [
    '{she} tripped over a stone, and the {thing} broke.',
    'A big boy pushed {him}, and the {thing} fell to the ground.',
    'Then a cart rolled over the {thing}.',
    '{she} ran too fast {in} and fell on the {thing}.',
    'A goose ran up and bit a hole in the {thing}.',
  ],
  attempt: [
    '{she} tried to fix it with some string.',
    '{she} picked up the pieces one by one.',
    '{she} brought the {thing} to {her} {rel}.',
    '{she} put some glue on the {thing} and waited.',
  ],
  end: {
    happy: [
      '{her} {rel} fixed the {thing}, and it was better than before.',
      'Soon the {thing} was as good as new, and {who} danced with joy.',
      '{who} and {her} {rel} fixed it together and laughed about it.',
      'An old man fixed the {thing} for {him}, and {who} was very glad.',
    ],
    plain: [
      '{who} put the {thing} in a box and closed the lid.',
      '{her} {rel} said that they would look at it on Monday.',
      '{who} left the {thing} on the table and went to bed.',
      'Then {who} asked what a new {thing} would cost.',
    ],
    sad: [
      'The {thing} could not be fixed, and {who} cried.',
      '{who} had to throw the {thing} away, and it hurt.',
      'It was too late, and the poor {thing} stayed broken.',
      '{who} was so sad that {she} did not want to eat.',
    ],
  },
}

const storm: Plot = {
  about: 'toy',
  open: [
    '{who} played with {her} {adj} {thing} {in}.',
    '{who} went to the {place} to try {her} {adj} {thing}.',
    'After lunch {who} ran to the {place} with {her} {adj} {thing}.',
    '{who} was {in} with {her} {rel} and {a} {adj} {thing}.',
  ],
  trouble: [
    'Suddenly a strong wind came up and blew the {thing} away.',
    'Dark clouds came, and heavy rain began to fall.',
    'A storm came over the {place}, and {who} had to hide in a hut.',
    'There was thunder, and {who} let the {thing} fall and ran.',
  ],
  attempt: [
    '{she} ran after the {thing} as fast as {she} could.',
    '{she} waited under a roof until the storm was over.',
    '{she} called {her} {rel} for help.',
    '{she} held on to a fence and closed {her} eyes.',
  ],
  end: {
    happy: [
      'Then the sun came out, and {who} found the {thing} safe and dry.',
      'When it was over, {who} picked up the {thing} and laughed out loud.',
      'After the rain a rainbow stood over the {place}, and {who} sang with joy.',
      '{her} {rel} came with the {thing} and hugged {him} warmly.',
    ],
    plain: [
      'After some time the rain stopped, and {who} went on.',
      '{who} came home wet and put on dry socks.',
      'The wind went on all day, so {who} stayed inside.',
      '{who} put the {thing} in {her} bag and waited for the bus.',
    ],
    sad: [
      'The storm broke the {thing}, and {who} cried.',
      'The {thing} was lost, and {who} stood alone in the rain.',
      '{who} came home cold and ill and without the {thing}.',
      'The wind took the {thing} away, and {she} never got it back.',
    ],
  },
}

const found: Plot = {
  about: 'toy',
  open: [
    '{who} found {a} {adj} {thing} {in}.',
    'One day {who} saw {a} {adj} {thing} lying {in}.',
    '{who} was walking to the {place} when {she} saw {a} {adj} {thing}.',
    'There was {a} {adj} {thing} {in}, and {who} picked it up.',
  ],
  trouble: [
    '{she} wondered who had lost the {thing}.',
    'There was a name on the {thing}, but {she} could not read it.',
    'A little boy said that the {thing} was his.',
    '{she} wanted to keep it, but it was not {hers}.',
    'A girl was looking for her {thing} and could not find it.',
  ],
  attempt: [
    '{she} asked {her} {rel} what to do.',
    '{she} went from door to door with the {thing}.',
    '{she} sat down on a bench and waited for somebody to come.',
    '{she} cleaned the {thing} and looked at it closely.',
  ],
  end: {
    happy: [
      '{who} gave the {thing} back, and the child hugged {him}.',
      'The owner was so happy that {who} got a cake.',
      'From then on {who} and the child shared the {thing} as good friends.',
      'The mother of the child thanked {him} and smiled.',
    ],
    plain: [
      'Nobody came, so {who} took the {thing} to the town hall.',
      '{who} put the {thing} back and walked on.',
      '{who} gave the {thing} to {her} {rel}.',
      '{who} left the {thing} on the bench and went to school.',
    ],
    sad: [
      'A big boy took the {thing} from {him} and ran away.',
      'Everybody said that {who} was a thief, and {she} cried.',
      '{who} dropped the {thing} into the water and never got it out.',
      'The child was angry with {who} and broke the {thing}.',
    ],
  },
}

const wish: Plot = {
  about: 'toy',
  open: [
    '{who} had always wanted {a} {adj} {thing}.',
    '{who} saw {a} {adj} {thing} in a shop near the {place}.',
    'In a window near the {place} there was {a} {adj} {thing}, and {who} stopped to look.',
    '{who} dreamed of {a} {adj} {thing} every night.',
  ],
  trouble: [
    'But the {thing} cost more money than {she} had.',
    'But {she} had only three coins in {her} pocket.',
    '{her} {rel} said that it was too expensive.',
    'But the shop was closed that day.',
  ],
  attempt: [
    'So {she} worked {in} for a whole week.',
    '{she} sold apples to the people {in}.',
    '{she} saved every coin in a jar.',
    '{she} asked the man in the shop to keep the {thing} for {him}.',
  ],
  end: {
    happy: [
      'On {her} birthday {who} got the {thing} and shouted with joy.',
      'At last {who} bought the {thing} and proudly took it home.',
      '{her} {rel} gave {him} the {thing}, and {who} laughed and hugged everybody.',
      'The man in the shop smiled and gave {who} the {thing} for free.',
    ],
    plain: [
      '{who} bought some bread and walked on.',
      '{who} counted {her} coins again and went on with {her} work.',
      '{her} {rel} said that they could talk about it next year.',
      '{who} drew a picture of the {thing} and put it on the wall.',
    ],
    sad: [
      'When {who} came back, the {thing} had been sold, and {she} cried.',
      'Somebody stole all {her} money, and {who} never got the {thing}.',
      '{who} lost the coins on the way and had nothing left.',
      'The other children had one, but {who} stayed alone and sad.',
    ],
  },
}

const contest: Plot = {
  about: 'toy',
  open: [
    'There was a big contest {in}, and {who} brought {her} {adj} {thing}.',
    '{who} got {a} {adj} {thing} ready for the great day {in}.',
    '{who} wanted to win a prize {in} with {her} {adj} {thing}.',
    'Every child came to the {place}, and {who} came with {a} {adj} {thing}.',
  ],
  trouble: [
    'The others had bigger and better things.',
    '{her} hands were shaking when they called {her} name.',
    'Some children pointed at the {thing} and whispered.',
    '{she} was the youngest child of all.',
  ],
  attempt: [
    '{she} held the {thing} up as high as {she} could.',
    '{she} showed everybody what the {thing} could do.',
    '{her} {rel} told {him} to try.',
    '{she} closed {her} eyes and counted to ten.',
  ],
  end: {
    happy: [
      'In the end {who} won the first prize, and everybody cheered.',
      'People loved the {adj} {thing}, and {who} was very proud.',
      '{who} won a golden cake and shared it with {her} friends.',
      'Everybody clapped, and {her} {rel} hugged {him}.',
    ],
    plain: [
      '{who} came fifth and got a ticket for the bus.',
      'The contest ended at six, and the people went home.',
      'Another child won, and {who} packed up the {thing}.',
      'They wrote {her} name on a list and called the next child.',
    ],
    sad: [
      'Everybody laughed at the {thing}, and {who} ran away crying.',
      '{who} lost, and nobody talked to {him} all day.',
      'The {thing} broke in front of everybody, and {who} wept.',
      '{who} was so afraid that {she} hid behind a wall and cried.',
    ],
  },
}

export const TOY_PLOTS: readonly Plot[] = [lost, broken, storm, found, wish, contest]
