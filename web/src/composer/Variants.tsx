import { Button, Fieldset, Group, Stack, Text, Textarea } from '@mantine/core';
import { useWords } from '../i18n/use-words.ts';
import type { DraftText } from './draft.ts';
import { useField } from './field.ts';

/** As many as one announcement takes (posts/schema/announcement). */
const MOST = 20;

interface Props {
  readonly variants: DraftText['variants'];
  readonly language: string;
  readonly onChange: (variants: DraftText['variants']) => void;
}

/** Other words for the repetitions: the first one for the second time, and so on; after the last the text comes again. */
export function Variants({ variants, language, onChange }: Props) {
  const { t } = useWords();
  return (
    <Fieldset legend={t('variants.title')} variant="unstyled">
      <Text size="xs" c="dimmed" mb="xs">
        {t('variants.help')}
      </Text>
      <Stack gap="sm">
        {variants.map((variant, index) => (
          <One
            // biome-ignore lint/suspicious/noArrayIndexKey: they have no other name, and keep their order
            key={index}
            body={variant.body}
            {...{ language, index }}
            onBody={(body) => onChange(variants.map((one, at) => (at === index ? { ...one, body } : one)))}
            onRemove={() => onChange(variants.filter((_one, at) => at !== index))}
          />
        ))}
        {variants.length < MOST ? (
          <Group>
            <Button variant="default" size="xs" onClick={() => onChange([...variants, { body: '' }])}>
              {t('variants.add')}
            </Button>
          </Group>
        ) : null}
      </Stack>
    </Fieldset>
  );
}

interface OneProps {
  readonly body: string;
  readonly language: string;
  readonly index: number;
  readonly onBody: (body: string) => void;
  readonly onRemove: () => void;
}

function One({ body, language, index, onBody, onRemove }: OneProps) {
  const { t } = useWords();
  const field = useField(`/texts/${language}/variants/${index}/body`);
  const no = index + 2;
  return (
    <div>
      <Textarea
        {...field}
        label={t('variants.one', { no })}
        lang={language}
        autosize
        minRows={3}
        maxRows={18}
        value={body}
        onChange={(event) => onBody(event.currentTarget.value)}
      />
      <Button variant="subtle" size="compact-sm" mt={4} onClick={onRemove}>
        {t('variants.remove', { no })}
      </Button>
    </div>
  );
}
