import { Anchor } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { PageHead } from '../parts/PageHead.tsx';

export default function NothingHere() {
  const { t } = useTranslation();
  return (
    <>
      <PageHead title={t('nothing.title')} lead={t('nothing.text')} />
      <Anchor component={Link} to="/">
        {t('nothing.home')}
      </Anchor>
    </>
  );
}
