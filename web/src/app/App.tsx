import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { lazy, useEffect, useState } from 'react';
import { BrowserRouter, Route, Routes } from 'react-router';
import { queryClient } from '../api/query.ts';
import { forgetKey, readKey, signedOut } from '../api/session.ts';
import { Frame } from '../frame/Frame.tsx';
import { HomePage } from '../home/HomePage.tsx';
import { ToastProvider } from '../parts/toasts.tsx';
import { SignIn } from '../signin/SignIn.tsx';
import { Guard } from './Guard.tsx';
import { SessionContext } from './session-context.ts';
import { theme } from './theme.ts';

const AnnouncementsPage = lazy(() => import('../announcements/AnnouncementsPage.tsx'));
const AnnouncementPage = lazy(() => import('../announcements/AnnouncementPage.tsx'));
const WritePage = lazy(() => import('../composer/WritePage.tsx'));
const CalendarPage = lazy(() => import('../calendar/CalendarPage.tsx'));
const PostPage = lazy(() => import('../post/PostPage.tsx'));
const ChannelsPage = lazy(() => import('../channels/ChannelsPage.tsx'));
const NothingHere = lazy(() => import('./NothingHere.tsx'));

export function App() {
  return (
    <MantineProvider theme={theme} defaultColorScheme="auto">
      <Guard>
        <QueryClientProvider client={queryClient}>
          <ToastProvider>
            <Session />
          </ToastProvider>
        </QueryClientProvider>
      </Guard>
    </MantineProvider>
  );
}

/** Either the sign-in page or everything else. */
function Session() {
  const [key, setKey] = useState(readKey);
  const [refused, setRefused] = useState(false);
  const leave = () => {
    forgetKey();
    queryClient.clear();
    setKey(null);
  };
  useEffect(() => {
    const out = () => {
      setRefused(true);
      leave();
    };
    signedOut.addEventListener('refused', out);
    return () => signedOut.removeEventListener('refused', out);
  });
  if (key === null) return <SignIn refused={refused} onKey={setKey} />;
  return (
    <SessionContext value={{ signOut: leave }}>
      <BrowserRouter basename="/app">
        <Pages />
      </BrowserRouter>
    </SessionContext>
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
        <Route path="calendar" element={<CalendarPage />} />
        <Route path="posts/:id" element={<PostPage />} />
        <Route path="channels" element={<ChannelsPage />} />
        <Route path="*" element={<NothingHere />} />
      </Route>
    </Routes>
  );
}
