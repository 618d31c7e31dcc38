/** @file Two kinds of link: what is on the page now, or the same with a lesson and rules for a class. */
import { useState } from 'react'
import { Segmented } from '../../components/segmented'
import { words } from '../../i18n/words'
import { isLessonId } from '../../protocol/lesson'
import { type LinkState, readLink, writeLink } from '../../protocol/link'
import { EMPTY_LOOK } from '../../protocol/link-look'
import { usePlayground, useSession, useUi } from '../../store/playground'
import { addressOf, currentLink, DEFAULT_SET } from '../../store/sharing/link'
import { ClassRulesForm } from './class-rules-form'
import { LinkField } from './link-field'
import { noticeText } from './notice-text'
import { type ClassForm, FIRST_FORM, rulesOf } from './rules'
import styles from './share-content.module.css'

/** A lesson brings its own runs and settings, unless it is open and they were changed in it. */
function forClass(now: LinkState, form: ClassForm): LinkState {
  const lesson = isLessonId(form.lesson) ? form.lesson : null
  // Without the lesson that is open, its steps and the moments of its runs mean nothing.
  const theirs: Partial<LinkState> =
    lesson === now.lesson
      ? {}
      : lesson === null
        ? { lessonStep: null, at: null, pair: null, against: null }
        : { ...EMPTY_LOOK, config: null, sets: [], own: [], view: null, show: null, over: [] }
  return { ...now, ...theirs, lesson, lang: form.lang || null, class: rulesOf(form) }
}

/** What stays here, and what whoever opens the link has to know. */
function Remarks({ state }: { state: LinkState }) {
  const setName = useSession((s) => s.sets.find(({ id }) => id === (state.sets[0] ?? DEFAULT_SET))?.name ?? DEFAULT_SET)
  const texts = [
    words.sharing.notData,
    ...(state.own.includes('data') ? [words.sharing.ownData(setName)] : []),
    ...(state.own.includes('model') ? [words.sharing.ownModel] : []),
    ...(state.model ? [words.sharing.hubModel(state.model)] : []),
    // As the page of whoever opens it will say.
    ...readLink(writeLink(state)).notices.map(noticeText),
  ]
  return texts.map((text) => (
    <p key={text} className={styles.remark}>
      {text}
    </p>
  ))
}

export default function ShareContent() {
  const playground = usePlayground()
  const open = useUi((state) => state.lesson)
  const [kind, setKind] = useState<'plain' | 'lesson'>('plain')
  const [form, setForm] = useState<ClassForm>({ ...FIRST_FORM, lesson: open ?? '' })
  const now = currentLink(playground)
  const state = kind === 'plain' ? { ...now, class: null } : forClass(now, form)
  const address = addressOf(state)
  return (
    <div className={styles.sheet}>
      <Segmented
        label={words.sharing.kinds.label}
        value={kind}
        options={{ plain: words.sharing.kinds.plain, lesson: words.sharing.kinds.lesson }}
        onChange={setKind}
      />
      {kind === 'lesson' && <ClassRulesForm form={form} onChange={setForm} address={address} />}
      <h3 className={styles.heading}>{kind === 'plain' ? words.sharing.link : words.sharing.kinds.lesson}</h3>
      <LinkField address={address} />
      <div className={styles.remarks}>
        <Remarks state={state} />
      </div>
    </div>
  )
}
