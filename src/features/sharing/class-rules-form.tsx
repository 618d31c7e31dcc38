/** @file What a teacher decides: the line above the page, the lesson, and what is hidden or locked. */
import { ExternalLink } from 'lucide-react'
import { type ReactNode, useId } from 'react'
import { ChoiceRow } from '../../components/choice-row'
import { TextInput } from '../../components/text-input'
import { words } from '../../i18n/words'
import { isLessonId, LESSON_IDS } from '../../protocol/lesson'
import { LOCKABLE, MOST_TITLE, SECTIONS } from '../../protocol/link'
import styles from './class-rules-form.module.css'
import { type ClassForm, canLock, type SectionState, sectionName, whatStudentsSee } from './rules'

interface Props {
  form: ClassForm
  onChange: (form: ClassForm) => void
  /** The link that the form makes. */
  address: string
}

const lessonTitle = (id: string): string | null => (isLessonId(id) ? words.lessons.texts[id].title : null)

export function ClassRulesForm({ form, onChange, address }: Props) {
  const id = useId()
  const set = (change: Partial<ClassForm>) => onChange({ ...form, ...change })
  const lessons = Object.fromEntries(LESSON_IDS.map((lesson) => [lesson, lessonTitle(lesson) ?? lesson]))
  const { languages } = words.sharing
  return (
    <>
      <div className={styles.title}>
        <label htmlFor={id}>{words.sharing.classTitle}</label>
        <TextInput
          id={id}
          value={form.title}
          maxLength={MOST_TITLE}
          wrong={false}
          placeholder={words.sharing.classTitleHint}
          onText={(title) => set({ title })}
        />
      </div>
      <ChoiceRow
        label={words.sharing.lesson}
        value={form.lesson}
        options={{ '': words.sharing.noLesson, ...lessons } as Record<string, string>}
        onChange={(lesson) => set({ lesson })}
      />
      <ChoiceRow
        label={words.sharing.play}
        value={form.play}
        options={words.sharing.plays}
        onChange={(play) => set({ play })}
      />
      <ChoiceRow
        label={words.sharing.language}
        value={form.lang}
        options={{ '': words.sharing.languageOwn, ...languages.names }}
        onChange={(lang) => set({ lang })}
      />
      <Sections form={form} set={set} />
      <Fields form={form} set={set} />
      <section className={styles.preview} aria-label={words.sharing.sees}>
        <h3 className={styles.heading}>{words.sharing.sees}</h3>
        <ul data-testid="students-see">
          {whatStudentsSee(form, lessonTitle(form.lesson)).map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
        <a className={styles.try} href={address} target="_blank" rel="noopener">
          {words.sharing.try}
          <ExternalLink size={13} aria-hidden />
        </a>
        <p className={styles.note}>{words.sharing.notSafe}</p>
      </section>
    </>
  )
}

interface PartProps {
  form: ClassForm
  set: (change: Partial<ClassForm>) => void
}

function Group({ title, children }: { title: string; children: ReactNode }) {
  return (
    <fieldset className={styles.group}>
      <legend className={styles.heading}>{title}</legend>
      {children}
    </fieldset>
  )
}

function Sections({ form, set }: PartProps) {
  return (
    <Group title={words.sharing.sections}>
      {SECTIONS.map((section) => (
        <ChoiceRow<SectionState>
          key={section}
          label={sectionName(section)}
          value={form.sections[section]}
          options={words.sharing.sectionStates}
          onChange={(state) => set({ sections: { ...form.sections, [section]: state } })}
        />
      ))}
    </Group>
  )
}

function Fields({ form, set }: PartProps) {
  return (
    <Group title={words.sharing.fields}>
      <div className={styles.fields}>
        {LOCKABLE.map((field) => (
          <label key={field} className={styles.check}>
            <input
              type="checkbox"
              checked={!canLock(form, field) || form.fields.includes(field)}
              disabled={!canLock(form, field)}
              onChange={({ currentTarget: { checked } }) =>
                set({ fields: checked ? [...form.fields, field] : form.fields.filter((other) => other !== field) })
              }
            />
            {words.sharing.fieldNames[field]}
          </label>
        ))}
      </div>
    </Group>
  )
}
