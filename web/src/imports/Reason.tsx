import { useTranslation } from 'react-i18next';

/** Why something is as it is: in the reader's language where the words are known, otherwise as the server said it. */
export function Reason({ code, detail }: { code: string; detail: string }) {
  const { t, i18n } = useTranslation();
  const key = [`imports.reason.${code}`, `problem.code.${code}`].find((one) => i18n.exists(one));
  if (i18n.language === 'en' || key === undefined) return <span lang="en">{detail}</span>;
  return <>{t(key)}</>;
}
