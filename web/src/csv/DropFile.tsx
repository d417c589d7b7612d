import { Button, FileButton, Text } from '@mantine/core';
import { type DragEvent, useState } from 'react';
import { useWords } from '../i18n/use-words.ts';
import { Icon } from '../parts/Icon.tsx';
import classes from './csv.module.css';

const TYPES = '.csv,.tsv,.txt,text/csv,text/plain,text/tab-separated-values';

/** A place for one file, by button or by dropping. */
export function DropFile({ onFile }: { onFile: (file: File) => void }) {
  const { t } = useWords();
  const [over, setOver] = useState(false);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const [file] = event.dataTransfer.files;
    if (file) onFile(file);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is a second way; the button in it is the first
    <div
      className={classes.drop}
      data-over={over || undefined}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <Icon name="list" size={26} />
      <Text size="sm">{t('csv.drop')}</Text>
      <FileButton accept={TYPES} onChange={(file) => file && onFile(file)}>
        {(props) => (
          <Button {...props} variant="default" size="sm">
            {t('csv.choose')}
          </Button>
        )}
      </FileButton>
    </div>
  );
}
