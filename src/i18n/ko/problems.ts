/** @file 설정값이 잘못되었을 때 입력란 아래에 나오는 짧은 말. */
import type { Dictionary } from '../words'

export const problems: Dictionary['problems'] = {
  chooseOne: '하나 이상 선택',
  atLeast: (least) => `${least} 이상이어야 함`,
  above: (limit) => `${limit}보다 커야 함`,
  atMost: (most) => `${most} 이하여야 함`,
  below: (limit) => `${limit}보다 작아야 함`,
  whole: '정수를 입력하십시오',
  number: '숫자를 입력하십시오',
  atMostBatch: (size) => `배치 크기 ${size} 이하여야 함`,
}
