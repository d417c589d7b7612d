import { ActionIcon, useMantineColorScheme } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Icon } from '../parts/Icon.tsx';

const NEXT = { auto: 'light', light: 'dark', dark: 'auto' } as const;
const ICON = { auto: 'auto', light: 'sun', dark: 'moon' } as const;

/** As the device has it, light, dark. */
export function ThemeSwitch() {
  const { t } = useTranslation();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const label = t('frame.theme', {
    now: t(`frame.themes.${colorScheme}`),
    next: t(`frame.themes.${NEXT[colorScheme]}`),
  });
  return (
    <ActionIcon
      variant="default"
      size={30}
      aria-label={label}
      title={label}
      onClick={() => setColorScheme(NEXT[colorScheme])}
    >
      <Icon name={ICON[colorScheme]} />
    </ActionIcon>
  );
}
