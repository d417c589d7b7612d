import { List, Text } from '@mantine/core';
import { useEffect, useRef } from 'react';
import type { Problem } from '#posts/problem';
import { useWords } from '../i18n/use-words.ts';
import { Icon } from '../parts/Icon.tsx';
import { Note } from '../parts/Note.tsx';
import { useProblemWords } from '../parts/problem-words.ts';
import { fieldId } from './field.ts';
import { fieldName } from './field-name.ts';

interface Props {
  readonly error: unknown;
  readonly problems: readonly Problem[];
  /** Grows with every refusal, so that the focus comes here each time. */
  readonly attempt: number;
  readonly onLanguage: (language: string) => void;
}

/** Everything that is wrong, each leading to its field. Takes the focus when it appears. */
export function ProblemSummary({ error, problems, attempt, onLanguage }: Props) {
  const { t } = useWords();
  const words = useProblemWords();
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (attempt > 0) box.current?.focus();
  }, [attempt]);
  if (!error) return null;
  const lead = (pointer: string) => {
    const language = /^\/texts\/([a-z]+)/.exec(pointer)?.[1];
    if (language) onLanguage(language);
    requestAnimationFrame(() => fieldElement(pointer)?.focus());
  };
  return (
    <Note
      tone="bad"
      ref={box}
      tabIndex={-1}
      mb="lg"
      role="alert"
      icon={<Icon name="warning" />}
      title={t('problem.title')}
    >
      {problems.length === 0 ? (
        words.whole(error)
      ) : (
        <>
          <Text>{t('problem.count', { count: problems.length })}</Text>
          <List size="sm">
            {problems.map((problem) => (
              <List.Item key={`${problem.pointer}${problem.code}${problem.detail}`}>
                <a
                  href={`#${fieldId(problem.pointer)}`}
                  onClick={(event) => {
                    event.preventDefault();
                    lead(problem.pointer);
                  }}
                >
                  {fieldName(t, problem.pointer)}
                </a>
                {': '}
                {words.one(problem)}
              </List.Item>
            ))}
          </List>
        </>
      )}
    </Note>
  );
}

/** The field itself, or the nearest one around it: `/themes/0` is part of `/themes`. */
function fieldElement(pointer: string): HTMLElement | null {
  for (let path = pointer; path !== ''; path = path.slice(0, path.lastIndexOf('/'))) {
    const found = document.getElementById(fieldId(path));
    if (found) return found;
  }
  return null;
}
