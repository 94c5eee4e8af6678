import { render } from 'preact';
import { followHistory } from './state/history';
import { followSession } from './state/load';
import { followPreferences } from './state/preferences';
import { App } from './ui/App';
import { followKeys } from './ui/keys';
import './styles/index.css';

const root = document.getElementById('app');
if (!root) throw new Error('expected an element #app in index.html, found none');
followHistory();
followPreferences();
followKeys();
render(<App />, root);
void followSession();
