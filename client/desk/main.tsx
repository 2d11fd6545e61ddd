import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import 'antd/dist/reset.css';
import 'antd/dist/antd.css';
import './desk.css';
import { createStaffApi } from './api.ts';
import { Desk } from './app.tsx';

const root = document.getElementById('app');
if (root)
  createRoot(root).render(
    <StrictMode>
      <Desk api={createStaffApi()} setupToken={new URLSearchParams(window.location.search).get('setup')} />
    </StrictMode>,
  );
