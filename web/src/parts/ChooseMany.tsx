import { Checkbox, Stack, Text } from '@mantine/core';
import { useId } from 'react';
import classes from './choose-many.module.css';

interface Props {
  readonly label: string;
  readonly description?: string;
  /** Said where nobody and nothing is chosen. */
  readonly none: string;
  readonly data: readonly { readonly value: string; readonly label: string }[];
  readonly value: readonly string[];
  readonly onChange: (value: string[]) => void;
}

/** Several of a list that opens on demand. Plain boxes: a list that filters would double the code of the first page. */
export function ChooseMany({ label, description, none, data, value, onChange }: Props) {
  const help = useId();
  const chosen = data.filter((one) => value.includes(one.value)).map((one) => one.label);
  return (
    <details className={classes.choose}>
      <summary>
        <strong>{label}</strong>
        <Text span c="dimmed">
          {chosen.length > 0 ? chosen.join(', ') : none}
        </Text>
      </summary>
      {description ? (
        <Text size="sm" c="dimmed" id={help}>
          {description}
        </Text>
      ) : null}
      <Checkbox.Group aria-label={label} value={[...value]} onChange={onChange}>
        <Stack gap="xs" className={classes.list ?? ''}>
          {data.map((one) => (
            <Checkbox key={one.value} value={one.value} label={one.label} />
          ))}
        </Stack>
      </Checkbox.Group>
    </details>
  );
}
