import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { BrowserRouter, Route, Routes } from 'react-router';
import { queryClient } from '../api/query.ts';
import { Frame } from '../frame/Frame.tsx';
import { HomePage } from '../home/HomePage.tsx';
import { withWords } from '../i18n/index.ts';
import { Loading } from '../parts/Loading.tsx';
import { ToastProvider } from '../parts/toasts.tsx';
import { Guard } from './Guard.tsx';
import { Session } from './Session.tsx';
import { theme } from './theme.ts';

const AnnouncementsPage = lazy(() => import('../announcements/AnnouncementsPage.tsx'));
const AnnouncementPage = lazy(() => withWords('talk', () => import('../announcements/AnnouncementPage.tsx')));
const WritePage = lazy(() => withWords('writing', () => import('../composer/WritePage.tsx')));
const CampaignsPage = lazy(() => withWords('office', () => import('../campaigns/CampaignsPage.tsx')));
const CalendarPage = lazy(() => import('../calendar/CalendarPage.tsx'));
const PostPage = lazy(() => withWords('post', () => import('../post/PostPage.tsx')));
const ChannelsPage = lazy(() => withWords('office', () => import('../channels/ChannelsPage.tsx')));
const CsvPage = lazy(() => withWords('writing', () => import('../csv/CsvPage.tsx')));
const ImportsPage = lazy(() => withWords('imports', () => import('../imports/ImportsPage.tsx')));
const ImportPage = lazy(() => withWords('imports', () => import('../imports/ImportPage.tsx')));
const SourcePage = lazy(() => withWords('imports', () => import('../imports/SourcePage.tsx')));
const OncePage = lazy(() => withWords('imports', () => import('../imports/OncePage.tsx')));
const NumbersPage = lazy(() => withWords('numbers', () => import('../numbers/NumbersPage.tsx')));
const ExplainedPage = lazy(() => withWords('numbers', () => import('../numbers/ExplainedPage.tsx')));
const ProfilePage = lazy(() => withWords('manage', () => import('../manage/ProfilePage.tsx')));
const PeoplePage = lazy(() => withWords('manage', () => import('../manage/PeoplePage.tsx')));
const KeysPage = lazy(() => withWords('manage', () => import('../manage/KeysPage.tsx')));
const AuditPage = lazy(() => withWords('manage', () => import('../manage/AuditPage.tsx')));
const StatusPage = lazy(() => withWords('manage', () => import('../status/StatusPage.tsx')));
const WebhooksPage = lazy(() => withWords('manage', () => import('../webhooks/WebhooksPage.tsx')));
const SettingsPage = lazy(() => withWords('manage', () => import('../settings/SettingsPage.tsx')));
const SetPassword = lazy(() => import('../signin/SetPassword.tsx'));
const NothingHere = lazy(() => import('./NothingHere.tsx'));

export function App() {
  return (
    <MantineProvider theme={theme} defaultColorScheme="auto">
      <Guard>
        <QueryClientProvider client={queryClient}>
          <ToastProvider>
            <Door />
          </ToastProvider>
        </QueryClientProvider>
      </Guard>
    </MantineProvider>
  );
}

/** A link to set a password is followed by who cannot sign in yet. */
function Door() {
  if (location.pathname === '/app/set-password')
    return (
      <Suspense fallback={<Loading />}>
        <SetPassword token={new URLSearchParams(location.search).get('token') ?? ''} />
      </Suspense>
    );
  return (
    <Session>
      <BrowserRouter basename="/app">
        <Pages />
      </BrowserRouter>
    </Session>
  );
}

function Pages() {
  return (
    <Routes>
      <Route element={<Frame />}>
        <Route index element={<HomePage />} />
        <Route path="announcements" element={<AnnouncementsPage />} />
        <Route path="announcements/:ref" element={<AnnouncementPage />} />
        <Route path="announcements/:ref/edit" element={<WritePage />} />
        <Route path="write" element={<WritePage />} />
        <Route path="write/csv" element={<CsvPage />} />
        <Route path="calendar" element={<CalendarPage />} />
        <Route path="posts/:id" element={<PostPage />} />
        <Route path="campaigns" element={<CampaignsPage />} />
        <Route path="channels" element={<ChannelsPage />} />
        <Route path="imports" element={<ImportsPage />} />
        <Route path="imports/new" element={<SourcePage />} />
        <Route path="imports/once" element={<OncePage />} />
        <Route path="imports/:id" element={<ImportPage />} />
        <Route path="imports/:id/edit" element={<SourcePage />} />
        <Route path="numbers" element={<NumbersPage />} />
        <Route path="numbers/explained" element={<ExplainedPage />} />
        <Route path="status" element={<StatusPage />} />
        <Route path="profile" element={<ProfilePage />} />
        <Route path="people" element={<PeoplePage />} />
        <Route path="keys" element={<KeysPage />} />
        <Route path="webhooks" element={<WebhooksPage />} />
        <Route path="settings" element={<SettingsPage />} />
        <Route path="audit" element={<AuditPage />} />
        <Route path="*" element={<NothingHere />} />
      </Route>
    </Routes>
  );
}
