import { Button, Container, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';

/** Our own mistake: say so, and offer the one thing that helps. What was being written is kept in the browser. */
export function Broken() {
  const { t } = useTranslation();
  return (
    <Container size="sm" py="xl" role="alert">
      <Title order={1}>{t('broken.title')}</Title>
      <Text my="md">{t('broken.text')}</Text>
      <Button onClick={() => location.reload()}>{t('broken.reload')}</Button>
    </Container>
  );
}
