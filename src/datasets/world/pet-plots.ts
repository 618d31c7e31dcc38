/** @file The plots of stories about an animal: it runs away, needs help, learns a trick. */
import type { Plot } from './plot'

const runaway: Plot = {
  about: 'pet',
  open: [
    '{who} took {her} {adj} {thing} to the {place}.',
    '{who} had {a} {adj} {thing}, and they were always together.',
    '{who} and {her} {adj} {thing} played {in}.',
    'One day {who} walked to the {place} with {her} {adj} {thing}.',
  ],
  trouble: [
    'A loud noise scared the {thing}, and it ran away.',
    'The gate was open, and the {thing} ran off.',
    'The {thing} smelled something good and ran out of sight.',
    'When {who} looked up, the {thing} was not there.',
  ],
  attempt: [
    '{she} called its name again and again.',
    '{who} and {her} {rel} looked for it everywhere.',
    '{she} followed the small tracks in the mud.',
    '{she} put some food on the ground and waited.',
  ],
  end: {
    happy: [
      'At last the {thing} came running back, and {who} hugged it.',
      '{her} {rel} found the {thing} safe in a hut, and {who} laughed with joy.',
      'A kind farmer brought the {thing} home, and {who} thanked him.',
      'In the evening the {thing} sat at the door, and {who} was so glad.',
    ],
    plain: [
      'It grew dark, so {who} went back to the house.',
      '{who} asked the people {in} to watch out for the {thing}.',
      '{who} left some food outside and went to bed.',
      'Then {who} closed the gate and went to school.',
    ],
    sad: [
      'The {thing} never came back, and {who} cried all night.',
      '{who} found only its collar and wept.',
      'Nobody saw the {thing} again, and the house was empty.',
      '{who} waited for weeks, but the {thing} was gone for ever.',
    ],
  },
}

const rescue: Plot = {
  about: 'pet',
  open: [
    '{who} found {a} {adj} {thing} {in}.',
    'One day {who} heard a cry and saw {a} {adj} {thing} {in}.',
    '{who} saw {a} {adj} {thing} all by itself {in}.',
    'Near the {place} {who} met {a} {adj} {thing}.',
  ],
  trouble: [
    'The {thing} was hungry and very thin.',
    'It had hurt its leg and could not walk.',
    'The {thing} was wet and shaking with cold.',
    'It had fallen into a deep hole.',
    'It was caught in a fence and could not get out.',
  ],
  attempt: [
    '{she} gave the {thing} some milk and bread.',
    '{she} wrapped it in {her} coat and carried it.',
    '{she} ran to get {her} {rel}.',
    '{she} talked to the {thing} in a soft voice.',
  ],
  end: {
    happy: [
      'Soon the {thing} was well again, and {who} was very happy.',
      'The {thing} got better and became the best friend of {who}.',
      '{her} {rel} let {him} keep the {thing}, and {who} jumped for joy.',
      'The {thing} was safe at last, and {who} smiled and kissed its nose.',
    ],
    plain: [
      '{who} took the {thing} to a farmer and went home.',
      '{her} {rel} said that the {thing} had to stay outside.',
      'The {thing} ate the bread and walked away.',
      '{who} called the animal doctor and waited for an answer.',
    ],
    sad: [
      'But the {thing} was too weak and died in the night.',
      '{who} could not help the poor {thing}, and {she} cried.',
      'The {thing} was afraid and bit {him}, and it hurt.',
      'A hard man took the {thing} away, and {who} wept.',
    ],
  },
}

const trick: Plot = {
  about: 'pet',
  open: [
    '{who} wanted to teach {her} {adj} {thing} a trick.',
    '{who} got {a} {adj} {thing} from {her} {rel}.',
    'Every morning {who} trained {her} {adj} {thing} {in}.',
    '{who} brought {her} {adj} {thing} to the {place} to meet the other animals.',
  ],
  trouble: [
    'But the {thing} only wanted to sleep in the sun.',
    'The {thing} was afraid of all the people.',
    'But the {thing} did not listen to {him}.',
    'The other animals were bigger, and the {thing} hid behind {him}.',
  ],
  attempt: [
    '{she} tried it again with some cheese.',
    '{she} showed the {thing} how to jump.',
    '{her} {rel} gave {him} some good advice.',
    '{she} waited and talked to the {thing} in a soft voice.',
  ],
  end: {
    happy: [
      'Suddenly the {thing} jumped over a stick, and everybody cheered.',
      'At last the {thing} gave {him} its foot, and {who} was so proud.',
      'The {thing} danced in a circle, and all the children laughed and clapped.',
      'In the end the {thing} made many friends, and {who} smiled.',
    ],
    plain: [
      'After an hour {who} gave the {thing} some water and stopped.',
      'The {thing} lay down, and {who} read a letter.',
      '{who} decided to try it again on Friday.',
      'Then it was time for lunch, and they walked back.',
    ],
    sad: [
      'The {thing} ran under a cart and was badly hurt.',
      'Everybody laughed at {him}, and {who} cried.',
      'The {thing} became ill, and {who} was full of fear.',
      'In the end {she} had to give the {thing} away, and {who} wept.',
    ],
  },
}

export const PET_PLOTS: readonly Plot[] = [runaway, rescue, trick]
